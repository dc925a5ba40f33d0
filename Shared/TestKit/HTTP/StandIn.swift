public import HTTPTypes
public import Hummingbird
internal import NIOCore

/// Stands in for an HTTP server on a free port of this machine while the body runs, which gets its address, such as
/// `http://127.0.0.1:4711`.
///
/// - Parameter answer: Answers a request, whatever its method and path.
public func withStandIn<Value: Sendable>(
    _ answer: @escaping @Sendable (Request) async throws -> Response, _ body: (String) async throws -> Value
) async throws -> Value {
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let application = Application(
        responder: CallbackResponder<BasicRequestContext> { request, _ in try await answer(request) },
        configuration: .init(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) }, logger: silent)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await application.run() }
        // Ended by cancellation: an answer that is still being thought about must not hold up the test.
        defer { group.cancelAll() }
        let number = await ports.first { _ in true } ?? 0
        return try await body("http://127.0.0.1:\(number)")
    }
}

extension Request {
    /// The value of a field by its name in lower case.
    public func field(_ name: String) -> String? {
        headers.first { $0.name.canonicalName == name }?.value
    }
}

extension Response {
    /// A text of JSON.
    public static func json(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
