import Hummingbird
import Outbound
import Shippo
import TestKit
import Testing

/// The client over a real connection.
@Suite(.timeLimit(.minutes(1)))
struct ClientTests {
    @Test("A purchase goes out with the token and its failure comes back as one")
    func buy() async throws {
        try await withShippo { request in
            #expect(request.uri.path == "/transactions")
            #expect(request.field("authorization") == "ShippoToken shippo_test_invented")
            #expect(request.field("content-type") == "application/json")
            return .json(
                #"{"object_id":"tx","status":"ERROR","messages":[{"source":"USPS","text":"Rate has expired"}]}"#,
                status: .created)
        } _: { client, _ in
            let transaction = try await client.send(BuyLabel(rateID: "rt", metadata: "attempt 1"))
            #expect(transaction.outcome == .failed(reason: "USPS: Rate has expired"))
        }
    }

    @Test("A purchase whose answer does not come in time has an unknown outcome")
    func timeout() async throws {
        try await withShippo { request in
            // Answers only when the client has given up and the connection is closed.
            for try await _ in request.body {}
            try await gracefulSleep()
            return .json("{}")
        } _: { client, _ in
            let error = await #expect(throws: ShippoError.self) {
                try await client.send(BuyLabel(rateID: "rt", metadata: "attempt 1"), deadline: .milliseconds(200))
            }
            #expect(error?.kind == .outcomeUnknown)
            #expect(error?.advice == .readFirst)
        }
    }

    @Test("A subscription is ended by an empty answer")
    func delete() async throws {
        try await withShippo { _ in
            Response(status: .noContent)
        } _: { client, _ in
            _ = try await client.send(DeleteWebhook(id: "wh"))
        }
    }

    @Test("A label's file comes with its bytes and type, without our token")
    func file() async throws {
        try await withShippo { request in
            guard request.uri.path == "/label.pdf", request.field("authorization") == nil else {
                return Response(status: .forbidden)
            }
            return Response(
                status: .ok, headers: [.contentType: "application/pdf"],
                body: .init(byteBuffer: ByteBuffer(string: "%PDF-1.4")))
        } _: { client, base in
            let file = try await client.fetchLabel("\(base)/label.pdf?sig=1")
            #expect(file.bytes == Array("%PDF-1.4".utf8))
            #expect(file.mediaType == "application/pdf")
            let error = await #expect(throws: ShippoError.self) { try await client.fetchLabel("\(base)/gone") }
            #expect(error?.kind == .fileGone)
        }
    }

    @Test("A file in clear text is not fetched for the real Shippo")
    func clearText() async throws {
        let client = ShippoClient(http: HTTPClient(), token: token)
        let error = await #expect(throws: ShippoError.self) {
            try await client.fetchLabel("http://169.254.169.254/latest/meta-data")
        }
        #expect(error?.message == "label_url: is not https")
    }
}

/// Waits until the task is cancelled, which the server does when it ends.
private func gracefulSleep() async throws {
    let (stream, _) = AsyncStream.makeStream(of: Void.self)
    for await _ in stream {}
}
