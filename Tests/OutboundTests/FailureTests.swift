import Foundation
import Outbound
import Testing

/// Each way of getting no answer, and whether the other side may have acted.
@Suite(.timeLimit(.minutes(1)))
struct FailureTests {
    @Test("A refused connection is unreachable and safe to repeat")
    func refused() async throws {
        let port = try ScriptedServer.refusedPort()
        let error = try #require(await HTTPClient().failure(HTTPRequest(.post, "http://127.0.0.1:\(port)", body: [1])))
        #expect(error.kind == .unreachable)
        #expect(error.host == "127.0.0.1:\(port)")
        #expect(!error.requestWritten)
    }

    @Test("A name that does not exist is safe to repeat")
    func noName() async throws {
        let error = try #require(await HTTPClient().failure(HTTPRequest(.get, "http://shop.invalid/")))
        #expect(!error.requestWritten)
        #expect([.unreachable, .timedOut].contains(error.kind))
    }

    @Test("A server that never answers runs into the deadline, outcome unknown")
    func slow() async throws {
        let server = try ScriptedServer { peer in
            _ = peer.readRequest()
            peer.waitForClose()
        }
        defer { server.stop() }
        let start = ContinuousClock.now
        let request = HTTPRequest(.post, server.url, body: [1])
        let error = try #require(await HTTPClient().failure(request, deadline: .milliseconds(200)))
        #expect(error.kind == .timedOut)
        #expect(error.requestWritten)
        #expect(ContinuousClock.now - start >= .milliseconds(200))
    }

    @Test("A deadline that is over sends nothing")
    func overdue() async throws {
        let server = try ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        defer { server.stop() }
        let error = try #require(await HTTPClient().failure(HTTPRequest(.get, server.url), deadline: .zero))
        #expect(error.kind == .timedOut)
        #expect(!error.requestWritten)
        #expect(server.requests == 0)
    }

    @Test(
        "A connection that ends before the answer does is interrupted",
        arguments: [
            "", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        ])
    func interrupted(beginning: String) async throws {
        let server = try ScriptedServer { peer in
            _ = peer.readRequest()
            peer.write(beginning)
        }
        defer { server.stop() }
        let error = try #require(await HTTPClient().failure(HTTPRequest(.post, server.url, body: [1])))
        #expect(error.kind == .interrupted)
        #expect(error.requestWritten)
    }

    @Test(
        "A kept connection that dies under a request is not replaced behind our back",
        arguments: [[], [1]] as [[UInt8]])
    func noHiddenRepeat(body: [UInt8]) async throws {
        let server = try ScriptedServer { peer in
            _ = peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            _ = peer.readRequest()
        }
        defer { server.stop() }
        let client = HTTPClient.small()
        let request = HTTPRequest(.post, server.url, body: body)
        _ = try await client.send(request, deadline: .seconds(20))
        let error = try #require(await client.failure(request))
        #expect(error.kind == .interrupted)
        #expect(error.requestWritten)
        #expect(server.requests == 2)
    }

    /// 1 byte more than the limit of 1000: 3e9 in hexadecimal.
    enum Excess: String, CaseIterable {
        case announced = "Content-Length: 1001\r\n\r\n"
        case chunked = "Transfer-Encoding: chunked\r\n\r\n3e9\r\n"
        case fields = ""

        var answer: String {
            switch self {
            case .announced, .chunked: "HTTP/1.1 200 OK\r\n\(rawValue)" + String(repeating: "x", count: 1001)
            case .fields: "HTTP/1.1 200 OK\r\n" + String(repeating: "X-Flood: yyyyyyyyyyyyyyyyyyyyyy\r\n", count: 2500)
            }
        }
    }

    @Test("An answer beyond its limit is too large", arguments: Excess.allCases)
    func tooLarge(excess: Excess) async throws {
        let answer = excess.answer
        let server = try ScriptedServer { peer in
            _ = peer.readRequest()
            peer.write(answer)
            peer.waitForClose()
        }
        defer { server.stop() }
        let request = HTTPRequest(.get, server.url, maximumResponseBytes: 1000)
        let error = try #require(await HTTPClient().failure(request))
        #expect(error.kind == .tooLarge)
    }

    @Test("An answer of exactly the limit is taken")
    func atTheLimit() async throws {
        let server = try ScriptedServer.answering(
            "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + String(repeating: "x", count: 1000))
        defer { server.stop() }
        let request = HTTPRequest(.get, server.url, maximumResponseBytes: 1000)
        #expect(try await HTTPClient().send(request, deadline: .seconds(20)).body.count == 1000)
    }

    @Test("What is no HTTP is no answer")
    func garbage() async throws {
        let server = try ScriptedServer { peer in
            _ = peer.readRequest()
            peer.write("SSH-2.0-OpenSSH_9.2\r\n")
        }
        defer { server.stop() }
        let error = try #require(await HTTPClient().failure(HTTPRequest(.get, server.url)))
        #expect(error.kind == .interrupted)
    }
}
