import Contracts
import HTTPTypes
import Hummingbird
import Outbound
import TestKit
import Testing
import TikTokShop

/// The client over a real connection.
@Suite(.timeLimit(.minutes(1)))
struct ClientTests {
    @Test("A call arrives signed and its reply comes back")
    func call() async throws {
        try await withChannel { request in
            let isSigned =
                request.uri.queryParameters["sign"].map { $0.count == 64 } ?? false
                && request.field("x-tts-access-token") == "ROW_demoAccess"
            return isSigned ? .json(Fixture.orders) : .json(#"{"code":106001,"message":"sign"}"#)
        } _: { client, _ in
            let page = try await client.send(SearchOrders(), as: Fixture.access)
            #expect(page.items.first?.id == "576400000000000001")
        }
    }

    @Test("What an answer says of its version's end is kept with the endpoint, and the call counts")
    func notice() async throws {
        try await withChannel { _ in
            var response = Response.json(#"{"code":0,"message":"Success","data":{}}"#)
            response.headers[HTTPField.Name("Sunset")!] = "Sun, 30 Jun 2030 23:59:59 GMT"
            return response
        } _: { client, _ in
            _ = try? await client.send(GetCancelReasons(orderID: "1"), as: Fixture.access)
            let line = try #require(Endpoint.calls().first { $0.endpoint == "Get Aftersale Eligibility" })
            #expect(line.version == "202602" && line.calls >= 1)
            // 22,096 days of 86,400 s lie between 1970 and 2030-07-01.
            #expect(line.notice?.endsAt == Instant(seconds: 22_096 * 86_400 - 1))
        }
    }

    @Test("A code is exchanged without a signature, secrets in the query")
    func exchange() async throws {
        try await withChannel { request in
            #expect(request.uri.path == "/api/v2/token/get")
            #expect(request.uri.queryParameters["app_secret"] == "demo_secret_0001")
            #expect(request.uri.queryParameters["auth_code"] == "c+d")
            #expect(request.uri.queryParameters["grant_type"] == "authorized_code")
            #expect(request.uri.queryParameters["sign"] == nil)
            return .json(Fixture.tokenGrant)
        } _: { client, _ in
            let grant = try await client.exchange(code: Credential("c+d"))
            #expect(grant.openID == "demoOpenId_1a2b3c")
        }
    }

    @Test("A token's error inside HTTP 200 is an error, without the secrets of its request")
    func refusedRefresh() async throws {
        try await withChannel { _ in
            .json(#"{"code":36004001,"message":"rt has expired","request_id":"r","data":{}}"#)
        } _: { client, _ in
            let error = await #expect(throws: TikTokShopError.self) {
                try await client.refresh(Credential("ROW_secretRefresh"))
            }
            #expect(error?.kind == .deauthorized)
            #expect(error?.advice == .authorizeAgain)
            #expect(error.map { !"\($0)".contains("secret") } == true)
        }
    }

    @Test("A document comes with its bytes and type, without our token")
    func document() async throws {
        try await withChannel { request in
            #expect(request.field("x-tts-access-token") == nil)
            return Response(
                status: .ok, headers: [.contentType: "application/pdf"],
                body: .init(byteBuffer: ByteBuffer(string: "%PDF-1.4")))
        } _: { client, base in
            let document = try await client.fetchDocument("\(base)/label.pdf?sig=1")
            #expect(document.bytes == Array("%PDF-1.4".utf8))
            #expect(document.mediaType == "application/pdf")
        }
    }

    @Test("A document that is gone, empty or too large is none")
    func noDocument() async throws {
        try await withChannel { request in
            switch request.uri.path {
            case "/gone": Response(status: .forbidden)
            case "/empty": Response(status: .ok)
            default:
                Response(status: .ok, body: .init(byteBuffer: ByteBuffer(repeating: 0, count: (5 << 20) + 1)))
            }
        } _: { client, base in
            for (path, kind) in [
                ("gone", TikTokShopError.Kind.documentGone), ("empty", .documentGone), ("large", .malformedAnswer),
            ] {
                let error = await #expect(throws: TikTokShopError.self) {
                    try await client.fetchDocument("\(base)/\(path)")
                }
                #expect(error?.kind == kind)
            }
        }
    }

    @Test("A document in clear text is not fetched for the real channel")
    func clearText() async throws {
        let client = TikTokShopClient(http: HTTPClient(), app: Fixture.app)
        let error = await #expect(throws: TikTokShopError.self) {
            try await client.fetchDocument("http://169.254.169.254/latest/meta-data")
        }
        #expect(error?.kind == .invalidRequest)
        #expect(error?.message == "doc_url: is not https")
    }

    @Test("The explanation of a call shows its base string")
    func explain() throws {
        let client = TikTokShopClient(http: HTTPClient(), app: Fixture.app, now: { Fixture.now })
        let text = try client.explain(GetWarehouses(), as: Fixture.access)
        #expect(
            text.contains(
                "[app_secret]/logistics/202309/warehousesapp_key6ak9demo1shop_cipherROW_demoCipher01timestamp1767225600[app_secret]"
            ))
    }
}
