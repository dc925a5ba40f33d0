import Foundation
import Outbound
import TestKit
import Testing

@testable import Sandbox

/// TikTok Shop on a port of this process, an hour of it in a second. In a file of its own, since the sandbox has words
/// of its own for what the platform has words for.
struct LocalChannel: Sendable {
    /// Where it listens.
    let base: String
    private let http = HTTPClient()

    /// Runs it while the body runs, its webhooks going to an address.
    static func run<Value: Sendable>(
        hooks: String, _ body: @escaping @Sendable (LocalChannel) async throws -> Value
    ) async throws -> Value {
        let config = try Config([
            "SANDBOX_PORT": "0", "SANDBOX_TIME_SCALE": "3600", "SANDBOX_OPERATIONS_WEBHOOK_URL": hooks,
            "SANDBOX_DEMO_PRODUCTS": "4",
        ])
        let sandbox = Sandbox(settings: config.settings, clock: SystemClock())
        try sandbox.use { try $0.openDemo(config) }
        let server = Server(sandbox: sandbox, host: "127.0.0.1", port: 0, publicURL: nil, logger: silent)
        let (ports, port) = AsyncStream<Int>.makeStream()
        let application = server.application { port.yield($0) }
        return try await serving([application]) {
            let chosen = try #require(await ports.first { _ in true })
            return try await body(LocalChannel(base: "http://127.0.0.1:\(chosen)"))
        }
    }

    /// Calls its admin API; answers the bytes.
    func admin(_ method: HTTPMethod, _ path: String, _ body: String = "") async throws -> Data {
        let request = HTTPRequest(method, "\(base)/_sandbox\(path)", body: Array(body.utf8))
        let answer = try await http.send(request, deadline: .seconds(30))
        try #require(answer.status == 200, "\(path): \(String(decoding: answer.body, as: UTF8.self))")
        return Data(answer.body)
    }
}
