import Outbound
import Synchronization
import Testing

/// What goes over the wire and what comes back.
@Suite(.timeLimit(.minutes(1)))
struct ExchangeTests {
    @Test("An answer arrives with its status, fields and body")
    func answer() async throws {
        let server = try ScriptedServer.answering(
            "HTTP/1.1 404 Not Found\r\nContent-Type: application/json; charset=utf-8\r\nX-One: a\r\nx-one:  b \r\n"
                + "Content-Length: 2\r\n\r\n{}")
        defer { server.stop() }
        let response = try await HTTPClient().send(HTTPRequest(.get, server.url), deadline: .seconds(20))
        #expect(response.status == 404)
        #expect(response.body == Array("{}".utf8))
        #expect(response.mediaType == "application/json")
        #expect(response.headers["X-ONE"] == "a")
        #expect(response.headers.values(of: "x-one") == ["a", "b"])
        #expect(response.duration > .zero)
    }

    @Test("A request goes out as it was given", arguments: HTTPMethod.allCases)
    func request(method: HTTPMethod) async throws {
        let seen = Mutex<(head: String, body: [UInt8])?>(nil)
        let server = try ScriptedServer { peer in
            seen.withLock { $0 = peer.readRequest() }
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        }
        defer { server.stop() }
        let carriesBody = method != .get && method != .head
        let body: [UInt8] = carriesBody ? [0, 1, 2, 0xFF, 13, 10] : []
        let request = HTTPRequest(
            method, server.url + "/a/../b%20c?q=%2B%2F%3D&ids=1,2",
            headers: ["X-Mark": "one", "X-Empty": ""], body: body)
        _ = try await HTTPClient().send(request, deadline: .seconds(20))
        let (head, received) = try #require(seen.withLock { $0 })
        #expect(head.hasPrefix("\(method.rawValue) /a/../b%20c?q=%2B%2F%3D&ids=1,2 HTTP/1.1\r\n"))
        #expect(head.contains("X-Mark: one\r\nX-Empty:"))
        #expect(head.contains("User-Agent: shop-os/1\r\n"))
        #expect(received == body)
        #expect(!head.contains("Expect:"))
        #expect(!head.contains("Content-Type:"))
        #expect(head.contains("Content-Length: 6") == carriesBody)
    }

    @Test("An empty POST says that its body is empty")
    func emptyPost() async throws {
        let head = Mutex("")
        let server = try ScriptedServer { peer in
            head.withLock { $0 = peer.readRequest()?.head ?? "" }
            peer.write("HTTP/1.1 204 No Content\r\n\r\n")
        }
        defer { server.stop() }
        let response = try await HTTPClient().send(HTTPRequest(.post, server.url), deadline: .seconds(20))
        #expect(response.status == 204)
        #expect(head.withLock { $0 }.contains("Content-Length: 0"))
    }

    @Test("A redirect is an answer and is not followed")
    func redirect() async throws {
        let server = try ScriptedServer.answering(
            "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n")
        defer { server.stop() }
        let response = try await HTTPClient().send(HTTPRequest(.get, server.url), deadline: .seconds(20))
        #expect(response.status == 302)
        #expect(response.headers["Location"] == "/elsewhere")
        #expect(server.requests == 1)
    }

    @Test("Fields of interim answers and trailers do not speak for the answer")
    func interimAndTrailers() async throws {
        let server = try ScriptedServer.answering(
            "HTTP/1.1 103 Early Hints\r\nX-Interim: yes\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Final: yes\r\n\r\n"
                + "3\r\nabc\r\n0\r\nX-Trailer: yes\r\n\r\n")
        defer { server.stop() }
        let response = try await HTTPClient().send(HTTPRequest(.get, server.url), deadline: .seconds(20))
        #expect(response.body == Array("abc".utf8))
        #expect(response.headers["X-Final"] == "yes")
        #expect(response.headers["X-Interim"] == nil)
        #expect(response.headers["X-Trailer"] == nil)
    }

    @Test(
        "What cannot be sent is refused by the name of its field",
        arguments: [
            (HTTPRequest(.get, "ftp://example.test/"), "url"),
            (HTTPRequest(.get, "http://"), "url"),
            (HTTPRequest(.get, "http://user:pass@example.test/"), "url"),
            (HTTPRequest(.get, "http://example.test/a b"), "url"),
            (HTTPRequest(.get, "http://example.test/\r\nX: y"), "url"),
            (HTTPRequest(.get, "http://example.test/", body: [1]), "body"),
            (HTTPRequest(.get, "http://example.test/", headers: ["A": "b\r\nInjected: c"]), "headers"),
            (HTTPRequest(.get, "http://example.test/", headers: ["A b": "c"]), "headers"),
        ])
    func refused(request: HTTPRequest, field: String) async throws {
        let error = try #require(await HTTPClient().failure(request))
        #expect(error.kind == .invalidRequest)
        #expect(error.detail.hasPrefix(field))
        #expect(!error.requestWritten)
    }
}
