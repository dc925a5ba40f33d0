import Testing

@testable import Sandbox

/// What every signed call must bring, and the code that each lack is answered with.
@Suite struct GateTests {
    private func client(
        _ settings: Settings = .test, scopes: [Scope]? = nil,
        _ body: @escaping @Sendable (TikTokClient, LiveSandbox, JSON) async throws -> Void
    ) async throws {
        try await LiveSandbox.run(settings) { live in
            let shop = try await live.openShop()
            try await body(try await live.connect(shop, scopes: scopes), live, shop)
        }
    }

    private static let search = "/order/202309/orders/search"

    @Test("a correct call is answered with code 0 and a request id")
    func accepted() async throws {
        try await client { client, _, _ in
            let reply = try await client.call("POST", Self.search, [("page_size", "10")], [:])
            #expect(reply.status == 200)
            #expect(reply.code == 0)
            #expect(reply.json["request_id"]?.text?.isEmpty == false)
        }
    }

    @Test("app_key, sign and timestamp are required, and the clock may be 300 s behind and 30 s ahead")
    func identity() async throws {
        try await client { client, _, _ in
            var (stranger, unsigned, forged) = (client, client, client)
            stranger.app = RegisteredApp(
                name: "x", key: "nobody", secret: "x", serviceID: "x", redirectURL: "x", scopes: [])
            unsigned.omitted = ["sign"]
            forged.spoilsSignature = true
            #expect(try await stranger.call("POST", Self.search, [], [:]).code == 36_009_004)
            #expect(try await unsigned.call("POST", Self.search, [], [:]).code == 36_009_004)
            let refused = try await forged.call("POST", Self.search, [], [:])
            #expect(refused.code == 106_001)
            #expect(refused.status == 401)
            for (seconds, code) in [(-300, 0), (30, 0), (-301, 36_009_004), (31, 36_009_004)] {
                var shifted = client
                shifted.secondsAhead = seconds
                #expect(try await shifted.call("POST", Self.search, [], [:]).code == code, "\(seconds) s")
            }
        }
    }

    @Test("absurd timestamps are refused")
    func timestamps() async throws {
        try await client { client, live, _ in
            for text in ["-9223372036854775808", "9223372036854775807", "99999999999999999999", "x", ""] {
                let reply = try await live.send(
                    "GET", "/authorization/202309/shops?app_key=6ak9demo1&sign=x&timestamp=\(text)")
                #expect(reply.code == 36_009_004, "\(text)")
            }
        }
    }

    @Test("an expired token is 105002, a removed app 105001, a missing scope 105005")
    func tokens() async throws {
        try await client { client, live, shop in
            let id: JSON = ["shop": shop["id"] ?? .null]
            _ = try await live.admin("POST", "/tokens/expire", id)
            let expired = try await client.call("POST", Self.search, [], [:])
            #expect(expired.code == 105_002)
            #expect(expired.status == 401)
            _ = try await live.admin("POST", "/tokens/revoke", id)
            #expect(try await client.call("POST", Self.search, [], [:]).code == 105_001)
            var nobody = client
            nobody.token = "ROW_invented"
            #expect(try await nobody.call("POST", Self.search, [], [:]).code == 105_001)
        }
        try await client(scopes: [.authorization]) { client, _, _ async throws in
            #expect(try await client.call("POST", Self.search, [], [:]).code == 105_005)
        }
    }

    @Test("an access token lives for seven days")
    func lifetime() async throws {
        try await client { client, live, _ async throws in
            live.clock.move(.days(7) - .seconds(1))
            #expect(try await client.call("POST", Self.search, [], [:]).code == 0)
            live.clock.move(.seconds(1))
            #expect(try await client.call("POST", Self.search, [], [:]).code == 105_002)
        }
    }

    @Test("shop_cipher is required for shops, forbidden elsewhere, and must be the token's own")
    func ciphers() async throws {
        try await client { client, live, _ in
            var without = client
            without.cipher = nil
            #expect(try await without.call("POST", Self.search, [], [:]).code == 106_013)
            #expect(try await without.call("GET", "/authorization/202309/shops").code == 0)
            #expect(try await client.call("GET", "/authorization/202309/shops").code == 36_009_004)
            var wrong = client
            wrong.cipher = "ROW_wrong"
            #expect(try await wrong.call("POST", Self.search, [], [:]).code == 36_009_004)
            var foreign = client
            foreign.cipher = try await live.openShop()["ciphers"]?["operations"]?.text
            #expect(try await foreign.call("POST", Self.search, [], [:]).code == 101_000)
        }
    }

    @Test("page sizes outside the documented limits are refused, and so are invented page tokens")
    func pageSizes() async throws {
        try await client { client, _, _ in
            for (path, size, code) in [
                (Self.search, "100", 0), (Self.search, "101", 36_009_004), (Self.search, "0", 36_009_004),
                (Self.search, "1000000000", 36_009_004), (Self.search, "ten", 36_009_004),
                ("/fulfillment/202309/packages/search", "50", 0),
                ("/fulfillment/202309/packages/search", "51", 36_009_004),
                ("/return_refund/202602/cancellations/search", "51", 36_009_004),
                ("/return_refund/202602/returns/search", "9", 36_009_004),
                ("/return_refund/202602/returns/search", "10", 0),
            ] {
                let reply = try await client.call("POST", path, [("page_size", size)], [:])
                #expect(reply.code == code, "\(path) \(size)")
            }
            let strange = try await client.call("POST", Self.search, [("page_token", "c3RyYW5nZQ==")], [:])
            #expect(strange.code == 36_009_004)
        }
    }

    @Test("an unknown path, method or version each has its own code")
    func paths() async throws {
        try await client { client, live, _ in
            let unknown = try await client.call("GET", "/nowhere/202309/shops")
            #expect(unknown.code == 36_009_009)
            #expect(unknown.status == 404)
            #expect(try await client.call("GET", Self.search).code == 36_009_010)
            #expect(try await client.call("GET", "/product/202309/products/search").code == 36_009_010)
            #expect(try await client.call("POST", "/order/202212/orders/search", [], [:]).code == 36_009_014)
            #expect(try await live.send("GET", "/").code == 36_009_009)
        }
    }

    @Test("too many calls are answered with 429, per shop and class of endpoint, until time has passed")
    func limits() async throws {
        var settings = Settings.test
        settings.rates = [.lightRead: 20, .read: 2, .write: 1, .heavyWrite: 1]
        try await client(settings) { client, live, _ in
            for _ in 0..<2 { #expect(try await client.call("POST", Self.search, [], [:]).code == 0) }
            let limited = try await client.call("POST", Self.search, [], [:])
            #expect(limited.code == 36_009_002)
            #expect(limited.status == 429)
            #expect(limited.headers["retry-after"] == "1")
            #expect(try await client.call("GET", "/logistics/202309/warehouses").code == 0)
            let other = try await live.connect(try await live.openShop())
            #expect(try await other.call("POST", Self.search, [], [:]).code == 0)
            live.clock.move(.milliseconds(500))
            #expect(try await client.call("POST", Self.search, [], [:]).code == 0)
            #expect(try await client.call("POST", Self.search, [], [:]).code == 36_009_002)
        }
    }

    @Test("bodies that are no JSON, of the wrong type or too large are refused by name")
    func bodies() async throws {
        try await client { client, live, _ in
            let wrong = try await client.call("POST", Self.search, [], ["create_time_ge": "yesterday"])
            #expect(wrong.code == 98_001_004)
            #expect(wrong.json["message"]?.text == "Invalid parameter: create_time_ge")
            let large = try await live.send("POST", Self.search, body: Array(repeating: 32, count: 3 << 20))
            #expect(large.status == 413)
            #expect(large.code == 36_009_021)
            let deep = Array(repeating: UInt8(ascii: "["), count: 100_000)
            #expect(try await live.send("POST", "/_sandbox/shops", body: deep).status == 400)
        }
    }
}
