import Hummingbird
import Logging
import Outbound
import TikTokShop

/// A stand-in for the channel: answers every path as told, on a free port, while the body runs.
func withChannel(
    _ answer: @escaping @Sendable (Request) async throws -> Response,
    _ body: @escaping @Sendable (TikTokShopClient, _ base: String) async throws -> Void
) async throws {
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let router = Router()
    router.on("**", method: .get) { request, _ in try await answer(request) }
    router.on("**", method: .post) { request, _ in try await answer(request) }
    let application = Application(
        router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) },
        // Ending the server by cancellation is not an error worth a line.
        logger: Logger(label: "silent", factory: { _ in SwiftLogNoOpLogHandler() }))
    try await withThrowingTaskGroup { group in
        group.addTask { try await application.run() }
        guard let port = await ports.first(where: { _ in true }) else { return }
        let base = "http://127.0.0.1:\(port)"
        let client = TikTokShopClient(
            http: HTTPClient(), app: Fixture.app, hosts: Hosts(all: base), now: { Fixture.now })
        try await body(client, base)
        group.cancelAll()
    }
}

extension Request {
    /// The value of a field by its name in lower case.
    func field(_ name: String) -> String? {
        headers.first { $0.name.rawName.lowercased() == name }?.value
    }
}

extension Response {
    static func json(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
