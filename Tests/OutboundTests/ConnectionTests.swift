import Outbound
import Testing

/// Reuse and bounds, counted by the server.
@Suite(.timeLimit(.minutes(1)))
struct ConnectionTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    @Test("Requests one after another share one connection")
    func reuse() async throws {
        let server = try ScriptedServer.answering(Self.ok)
        defer { server.stop() }
        let client = HTTPClient.small()
        for _ in 0..<100 {
            #expect(try await client.send(HTTPRequest(.get, server.url), deadline: .seconds(20)).status == 200)
        }
        #expect(server.requests == 100)
        #expect(server.connections == 1)
    }

    @Test("A connection that the server closes is replaced for the next request")
    func closedByServer() async throws {
        let server = try ScriptedServer { peer in
            _ = peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
        }
        defer { server.stop() }
        let client = HTTPClient.small()
        for _ in 0..<3 { _ = try await client.send(HTTPRequest(.get, server.url), deadline: .seconds(20)) }
        #expect(server.connections == 3)
    }

    @Test("A thousand requests at once never use more connections than allowed")
    func bounded() async throws {
        let gathering = Gathering(of: 16)
        let server = try ScriptedServer { peer in
            while peer.readRequest() != nil {
                gathering.enter()
                gathering.leave()
                peer.write(Self.ok)
            }
        }
        defer { server.stop() }
        let client = HTTPClient.small(concurrent: 16, waiting: 1000)
        let answers = try await withThrowingTaskGroup { group in
            for _ in 0..<1000 {
                group.addTask { try await client.send(HTTPRequest(.get, server.url), deadline: .seconds(50)).status }
            }
            return try await group.reduce(0) { $0 + ($1 == 200 ? 1 : 0) }
        }
        #expect(answers == 1000)
        #expect(server.requests == 1000)
        #expect(server.connections == 16)
        #expect(gathering.peak == 16)
    }

    @Test("One request more than may wait is refused at once")
    func overloaded() async throws {
        let release = Gathering(of: 2)
        let (events, event) = AsyncStream.makeStream(of: Void.self)
        let server = try ScriptedServer { peer in
            while peer.readRequest() != nil {
                event.yield()
                release.enter()
                peer.write(Self.ok)
            }
        }
        defer { server.stop() }
        let client = HTTPClient.small(concurrent: 1, waiting: 0)
        async let first = client.send(HTTPRequest(.get, server.url), deadline: .seconds(20))
        _ = await events.first { _ in true }
        let error = try #require(await client.failure(HTTPRequest(.get, server.url)))
        #expect(error.kind == .overloaded)
        #expect(!error.requestWritten)
        release.enter()
        #expect(try await first.status == 200)
        #expect(server.requests == 1)
    }

    @Test("A deadline passes while a request waits for a free place")
    func waitingDeadline() async throws {
        let release = Gathering(of: 2)
        let (events, event) = AsyncStream.makeStream(of: Void.self)
        let server = try ScriptedServer { peer in
            while peer.readRequest() != nil {
                event.yield()
                release.enter()
                peer.write(Self.ok)
            }
        }
        defer { server.stop() }
        let client = HTTPClient.small(concurrent: 1)
        async let first = client.send(HTTPRequest(.get, server.url), deadline: .seconds(20))
        _ = await events.first { _ in true }
        let error = await client.failure(HTTPRequest(.get, server.url), deadline: .milliseconds(50))
        #expect(error?.kind == .timedOut)
        #expect(error?.requestWritten == false)
        release.enter()
        #expect(try await first.status == 200)
    }
}
