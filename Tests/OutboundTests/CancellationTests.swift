import Outbound
import Testing

/// Giving up, and closing down.
@Suite(.timeLimit(.minutes(1)))
struct CancellationTests {
    @Test("Cancelling the task closes the connection")
    func inFlight() async throws {
        let (events, event) = AsyncStream.makeStream(of: String.self)
        let server = try ScriptedServer { peer in
            _ = peer.readRequest()
            event.yield("request")
            peer.waitForClose()
            event.yield("closed")
        }
        defer { server.stop() }
        let client = HTTPClient.small()
        async let failure = cancelled(client, HTTPRequest(.get, server.url), after: events, "request")
        let error = try #require(await failure)
        #expect(error.kind == .cancelled)
        #expect(error.requestWritten)
        #expect(await events.first { $0 == "closed" } != nil)
    }

    @Test("Cancelling a waiting request sends nothing")
    func waiting() async throws {
        let (events, event) = AsyncStream.makeStream(of: String.self)
        let server = try ScriptedServer { peer in
            _ = peer.readRequest()
            event.yield("request")
            peer.waitForClose()
        }
        defer { server.stop() }
        let client = HTTPClient.small(concurrent: 1)
        await withTaskGroup { group in
            group.addTask { _ = await client.failure(HTTPRequest(.get, server.url)) }
            // Only then is it the second one that waits.
            _ = await events.first { $0 == "request" }
            let (asked, ask) = AsyncStream.makeStream(of: String.self)
            ask.yield("asked")
            let error = await cancelled(client, HTTPRequest(.get, server.url), after: asked, "asked")
            #expect(error?.kind == .cancelled)
            #expect(error?.requestWritten == false)
            group.cancelAll()
        }
        #expect(server.requests == 1)
    }

    @Test("The place of a cancelled request goes to the next one")
    func placeIsFree() async throws {
        let (events, event) = AsyncStream.makeStream(of: String.self)
        let server = try ScriptedServer { peer in
            guard let request = peer.readRequest() else { return }
            event.yield("request")
            if request.head.hasPrefix("GET /hang") { return peer.waitForClose() }
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        }
        defer { server.stop() }
        let client = HTTPClient.small(concurrent: 1)
        await withTaskGroup { group in
            group.addTask { _ = await client.failure(HTTPRequest(.get, server.url + "/hang")) }
            _ = await events.first { $0 == "request" }
            async let next = client.failure(HTTPRequest(.get, server.url))
            group.cancelAll()
            #expect(await next == nil)
        }
    }

    @Test("The place of a request that cannot be sent goes to the next one")
    func unusablePlace() async throws {
        let server = try ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        defer { server.stop() }
        let client = HTTPClient.small(concurrent: 1)
        async let unusable = client.failure(HTTPRequest(.get, "http://127.0.0.1:99999999/"))
        async let next = client.send(HTTPRequest(.get, server.url), deadline: .seconds(20))
        #expect(await unusable?.requestWritten == false)
        #expect(try await next.status == 200)
    }

    @Test("A task that is cancelled already sends nothing or stops at once")
    func before() async throws {
        let server = try ScriptedServer { peer in peer.waitForClose() }
        defer { server.stop() }
        let client = HTTPClient.small()
        let error = await withTaskGroup(of: OutboundError?.self) { group in
            group.cancelAll()
            group.addTask { await client.failure(HTTPRequest(.get, server.url)) }
            return await group.next() ?? nil
        }
        #expect(error?.kind == .cancelled)
    }

    @Test("Closing refuses new and waiting requests and lets those in flight end")
    func close() async throws {
        let (events, event) = AsyncStream.makeStream(of: String.self)
        let release = Gathering(of: 2)
        let server = try ScriptedServer { peer in
            _ = peer.readRequest()
            event.yield("request")
            release.enter()
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            peer.waitForClose()
            event.yield("closed")
        }
        defer { server.stop() }
        let client = HTTPClient.small(concurrent: 1)
        async let first = client.send(HTTPRequest(.get, server.url), deadline: .seconds(20))
        _ = await events.first { $0 == "request" }
        async let second = client.failure(HTTPRequest(.get, server.url))
        async let closing: Void = client.close()
        #expect(await second?.kind == .closed)
        release.enter()
        #expect(try await first.status == 200)
        await closing
        #expect(await events.first { $0 == "closed" } != nil)
        #expect(await client.failure(HTTPRequest(.get, server.url))?.kind == .closed)
        await client.close()
    }

    /// The error of a request whose task is cancelled once the server reports the event.
    private func cancelled(
        _ client: HTTPClient, _ request: HTTPRequest, after events: AsyncStream<String>, _ event: String
    ) async -> OutboundError? {
        await withTaskGroup(of: OutboundError?.self) { group in
            group.addTask { await client.failure(request) }
            _ = await events.first { $0 == event }
            group.cancelAll()
            return await group.next() ?? nil
        }
    }
}
