import Testing

@testable import Sandbox

/// Orders that are credited to creators, as both sides see them, and how creators agree.
@Suite struct AffiliateTests {
    private static let path = "/affiliate_seller/202410/orders/search"

    /// Everything that a search finds, in pages.
    private func all(
        _ client: TikTokClient, _ path: String = path, size: Int = 100, _ body: JSON = [:]
    ) async throws -> [JSON] {
        var (orders, token): ([JSON], String) = ([], "")
        repeat {
            let more = token.isEmpty ? [] : [("page_token", token)]
            let page = try await client.call("POST", path, [("page_size", "\(size)")] + more, body)
            try #require(page.code == 0)
            orders += page.data["orders"]?.elements ?? []
            token = page.data["next_page_token"]?.text ?? ""
        } while !token.isEmpty && orders.count < 2_000
        return orders
    }

    @Test("about three orders in ten are credited, and the seller and the creators see the same ones")
    func sides() async throws {
        try await LiveSandbox.run { live in
            let shop = try await live.openShop()
            let seller = try await live.connect(shop)
            _ = try await live.admin("POST", "/shops/\(shop["id"]?.text ?? "")/history", ["orders": 200])
            let orders = try await all(seller)
            #expect((30...90).contains(orders.count))
            var seen: [String] = []
            for name in ["glow.by.ana", "tech_with_ben", "casa.carla"] {
                let creator = try await live.connect(creator: name)
                let own = try await all(creator, "/affiliate_creator/202410/orders/search")
                seen += own.compactMap { $0["id"]?.text }
                let told = orders.filter { $0["skus"]?[0]?["creator_username"]?.text == name }
                #expect(own.compactMap { $0["id"]?.text }.sorted() == told.compactMap { $0["id"]?.text }.sorted())
            }
            #expect(seen.sorted() == orders.compactMap { $0["id"]?.text }.sorted())
        }
    }

    @Test("listings of one order may lie on two pages")
    func pages() async throws {
        try await LiveSandbox.run { live in
            let shop = try await live.openShop(stock: 1_000)
            let client = try await live.connect(shop)
            for _ in 0..<12 { _ = try await live.order(shop, [("A", 1), ("B", 2)]) }
            let whole = try await all(client)
            let parts = try await all(client, size: 1)
            #expect(!whole.isEmpty && whole.allSatisfy { $0["skus"]?.elements.count == 2 })
            #expect(parts.count == 2 * whole.count && parts.allSatisfy { $0["skus"]?.elements.count == 1 })
        }
    }

    @Test("a commission is the base times the rate, and what is not settled has no actual one")
    func rates() async throws {
        try await LiveSandbox.run { live in
            let shop = try await live.openShop()
            let client = try await live.connect(shop)
            _ = try await live.admin("POST", "/shops/\(shop["id"]?.text ?? "")/history", ["orders": 200])
            let skus = try await all(client).flatMap { $0["skus"]?.elements ?? [] }
            let settled = skus.filter { $0["settlement_status"]?.text == "SETTLED" }
            #expect(!settled.isEmpty)
            for sku in skus {
                let isSettled = sku["settlement_status"]?.text == "SETTLED"
                #expect(
                    (sku["actual_paid_commission"] != nil) == isSettled
                        || sku["settlement_status"]?.text == "INELIGIBLE")
                let base = sku["estimated_commission_base"]?["amount"]?.text ?? ""
                #expect(base.hasPrefix("$"), "laid out for people")
            }
        }
    }

    @Test("a seller may ask for three months at most")
    func window() async throws {
        try await LiveSandbox.run { live in
            let client = try await live.connect(try await live.openShop())
            let now = live.clock.now.seconds
            let ask = { (days: Int) async throws -> Int? in
                try await client.call("POST", Self.path, [], ["create_time_ge": .int(now - days * 86_400)]).code
            }
            #expect(try await ask(92) == 0)
            #expect(try await ask(93) == 16_001_001)
        }
    }

    @Test("a creator's token opens what the creator earns, and no shop")
    func creators() async throws {
        try await LiveSandbox.run { live in
            let shop = try await live.openShop()
            let creator = try await live.connect(creator: "glow.by.ana")
            #expect(try await creator.call("GET", "/authorization/202309/shops").code == 105_005)
            #expect(try await creator.call("POST", "/affiliate_creator/202410/orders/search", [], [:]).code == 0)
            let seller = try await live.connect(shop, app: .credit)
            var bare = seller
            bare.cipher = nil
            #expect(try await bare.call("POST", "/affiliate_creator/202410/orders/search", [], [:]).code == 105_005)
            #expect(try await seller.call("POST", Self.path, [], [:]).code == 0)
        }
    }

    @Test("creators agree on a page of their own, by the app's key")
    func page() async throws {
        try await LiveSandbox.run { live in
            let form = try await live.send("GET", "/alliance/creator/auth?app_key=6ak9demo2&state=s1")
            #expect(String(decoding: form.bytes, as: UTF8.self).contains("casa.carla"))
            #expect(try await live.send("GET", "/alliance/creator/auth?app_key=nobody&state=s1").status == 404)
        }
    }

    @Test("the platform's own figures are those of the shop's paid orders")
    func performance() async throws {
        try await LiveSandbox.run { live in
            let shop = try await live.openShop(stock: 1_000)
            let client = try await live.connect(shop)
            for _ in 0..<3 { _ = try await live.order(shop, [("A", 2)], to: "AWAITING_SHIPMENT") }
            let sum = try await client.call(
                "GET", "/analytics/202405/shop/performance",
                [("start_date_ge", "2026-01-01"), ("end_date_lt", "2026-01-02")])
            let interval = sum.data["performance"]?["intervals"]?[0]
            #expect(interval?["orders"]?.number == 3 && interval?["units_sold"]?.number == 6)
            #expect(interval?["refunds"]?["amount"]?.text == "0")
        }
    }
}

extension LiveSandbox {
    /// Takes a creator through consent and exchange.
    fileprivate func connect(creator name: String, app: RegisteredApp = .credit) async throws -> TikTokClient {
        let wish: JSON = ["app": .string(app.name), "creator": .string(name)]
        let redirect = try #require(try await admin("POST", "/authorizations", wish)["redirect"]?.text)
        let tokens = try await exchange(try #require(Self.parameter("code", of: redirect)), app: app)
        #expect(tokens.data["user_type"]?.number == 1)
        return TikTokClient(live: self, app: app, token: try #require(tokens.data["access_token"]?.text))
    }
}
