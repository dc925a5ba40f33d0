import Foundation
import Hummingbird
import Logging
import Outbound
import ServiceLifecycle
import Testing

/// Stands between us and the partner, and may change what the partner says.
enum Mirror {
    /// Changes the body of an answer; the call is one such as `GET /transactions`.
    typealias Change = @Sendable (_ call: String, _ answer: String) -> String

    /// Runs it while `body` runs, which gets the address in place of the partner's.
    static func run<Value: Sendable>(
        before address: String, _ change: @escaping Change, _ body: @escaping @Sendable (String) async throws -> Value
    ) async throws -> Value {
        let http = HTTPClient()
        let responder = CallbackResponder<BasicRequestContext> { request, _ in
            try await forward(request, to: address, http, change)
        }
        let logger = Logger(label: "mirror") { _ in SwiftLogNoOpLogHandler() }
        let (ports, port) = AsyncStream<Int>.makeStream()
        let application = Application(
            responder: responder, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: logger)
        let group = ServiceGroup(configuration: .init(services: [application], logger: logger))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let chosen = try #require(await ports.first { _ in true })
            let value = try await body("http://127.0.0.1:\(chosen)")
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return value
        }
    }

    private static func forward(
        _ request: Request, to address: String, _ http: HTTPClient, _ change: Change
    ) async throws -> Response {
        let body = Array(try await request.body.collect(upTo: 1 << 20).readableBytesView)
        var headers: HTTPHeaders = ["Content-Type": "application/json"]
        headers["Authorization"] = request.headers[.authorization]
        let sent = Outbound.HTTPRequest(
            request.method == .post ? .post : .get, address + request.uri.description, headers: headers, body: body)
        let answer = try await http.send(sent, deadline: .seconds(30))
        let call = "\(request.method.rawValue) \(request.uri.path)"
        let text = change(call, String(decoding: answer.body, as: UTF8.self))
        return Response(
            status: .init(code: answer.status), headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// Changes the purchases of an answer: those of a list, newest first, or the only one.
    static func purchases(_ answer: String, _ change: (inout [[String: Any]]) -> Void) -> String {
        let json = try? JSONSerialization.jsonObject(with: Data(answer.utf8))
        guard var root = json as? [String: Any] else { return answer }
        var purchases = root["results"] as? [[String: Any]] ?? [root]
        change(&purchases)
        if root["results"] != nil { root["results"] = purchases } else { root = purchases.first ?? [:] }
        let data = (try? JSONSerialization.data(withJSONObject: root)) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }
}
