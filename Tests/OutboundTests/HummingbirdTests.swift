import Hummingbird
import Outbound
import TestKit
import Testing

/// Against a server that others wrote.
@Suite(.timeLimit(.minutes(1)))
struct HummingbirdTests {
    @Test("A thousand bodies come back as they were sent")
    func echo() async throws {
        let router = Router()
        router.post("echo") { request, _ in
            Response(
                status: .created, headers: [.contentType: "application/octet-stream"],
                body: .init { writer in
                    try await writer.write(request.body)
                    try await writer.finish(nil)
                })
        }
        try await serving(router) { port in
            let client = HTTPClient.small(concurrent: 32, waiting: 1000)
            try await withThrowingTaskGroup { group in
                for number in 0..<1000 {
                    group.addTask { try await Self.expectEcho(client, port, number) }
                }
                try await group.waitForAll()
            }
            await client.close()
        }
    }

    private static func expectEcho(_ client: HTTPClient, _ port: Int, _ number: Int) async throws {
        let body = [UInt8](repeating: UInt8(number % 256), count: number * 7)
        // The server has a type of the same name.
        let request = Outbound.HTTPRequest(.post, "http://127.0.0.1:\(port)/echo", body: body)
        let response = try await client.send(request, deadline: .seconds(50))
        #expect(response.status == 201)
        #expect(response.body == body)
    }

    /// Runs a server on a free port while the body runs.
    private func serving(
        _ router: Router<BasicRequestContext>, _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) },
            logger: silent)
        try await withThrowingTaskGroup { group in
            group.addTask { try await application.run() }
            let port = try #require(await ports.first { _ in true })
            try await body(port)
            group.cancelAll()
        }
    }
}
