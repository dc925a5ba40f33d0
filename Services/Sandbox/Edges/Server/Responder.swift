import HTTPTypes
import Hummingbird
import NIOCore

/// Brings Hummingbird's requests to the world and the world's answers back.
struct Responder: HTTPResponder {
    typealias Context = BasicRequestContext

    /// Larger bodies are refused; the partners' own limits are of this order.
    static let mostBodyBytes = 2 * 1024 * 1024

    let sandbox: Sandbox

    func respond(to request: Request, context: Context) async throws -> Response {
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: Self.mostBodyBytes)
        } catch is NIOTooManyBytesError {
            return Self.response(TikTokError.bodyTooLarge.answer(""))
        }
        let reply = sandbox.use { $0.answer(Self.plain(request, body: body)) }
        if reply.wait > .zero { try await Task.sleep(for: reply.wait) }
        return Self.response(reply.answer)
    }

    private static func plain(_ request: Request, body: ByteBuffer) -> WebRequest {
        let headers = request.headers.reduce(into: [String: String]()) { $0[$1.name.canonicalName] = $1.value }
        return WebRequest(
            method: request.method.rawValue, path: request.uri.path, query: Query(request.uri.query ?? ""),
            headers: headers, body: Array(body.readableBytesView))
    }

    private static func response(_ answer: WebAnswer) -> Response {
        var fields = HTTPFields()
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        return Response(
            status: .init(code: answer.status), headers: fields,
            body: .init(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}
