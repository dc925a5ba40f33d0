import Contracts
import Foundation
import Messaging
import Outbound
import Postgres
import TestKit
import Testing

@testable import Ingestion
@testable import TikTokShop

/// The second consent: to the app that only reads. It stands beside the one for operations, never in its place.
struct ReadGrantTests {
    /// A bench with an app that only reads, and the channel as that app reaches it.
    private struct Pair {
        let bench: Bench
        let reading = ScriptedChannel()
        let connect: Connect

        init(_ bench: Bench) {
            var desk = bench.desk
            desk.readingChannel = reading
            self.bench = Bench(
                database: bench.database, queue: bench.queue, channel: bench.channel, desk: desk, url: bench.url)
            func page(_ name: String) -> AuthorizationPage {
                AuthorizationPage(app: AppCredentials(key: name, secret: Credential("s"), serviceID: "id-\(name)"))
            }
            connect = Connect(desk: desk, page: page("operations"), readingPage: page("credit"))
        }

        /// Grants the app that only reads what it asks for, as a seller or a creator does.
        func grant(
            _ scopes: [String] = ReadGrantTests.scopes, creator: Bool = false, tenant: TenantID = Bench.tenant
        ) async throws -> Callback {
            reading.on(.token("get")) { _ in
                ScriptedChannel.grant(openID: "credit-1", access: "ROW_credit", refresh: "ROW_credit_r", scopes: scopes)
                    .merging(["user_type": creator ? 1 : 0]) { $1 }
            }
            reading.on(.authorizedShops) { _ in
                ["shops": [["id": "7495", "name": "Demo", "region": "US", "cipher": "ROW_creditCipher"]]]
            }
            let address = try await connect.begin(
                .restOfWorld, app: .credit, holder: creator ? .creator : .seller, tenant: tenant, bench.database)
            let state = URLComponents(string: try #require(address))?.queryItems?.first { $0.name == "state" }?.value
            let query = [QueryItem("code", "c-1"), QueryItem("state", try #require(state))]
            let taken = try await bench.messaging().transact { try await connect.take(query, $0) }
            guard case .wanted(let id) = taken else { throw CancellationError() }
            try await bench.work(
                [FinishConnection(desk: bench.desk)],
                until: { try await connect.outcome(of: id, within: .zero) != nil })
            return try #require(try await connect.outcome(of: id, within: .zero))
        }
    }

    private static let scopes = [
        "seller.authorization.info", "seller.order.info", "seller.return_refund.basic", "seller.product.basic",
        "seller.finance.info", "seller.affiliate_collaboration.read",
    ]

    private func kinds(_ bench: Bench, of tenant: TenantID = Bench.tenant) async throws -> [String] {
        try await bench.database.rows(
            "SELECT kind FROM work WHERE tenant_id = \(tenant.uuid) ORDER BY kind", as: String.self)
    }

    @Test("each app has a page of its own, creators another, and an app that is not set has none")
    func pages() async throws {
        try await Bench.run { bench in
            let connect = Pair(bench).connect
            let address = { (app: PartnerApp, holder: Holder) async throws -> String in
                try await connect.begin(.restOfWorld, app: app, holder: holder, tenant: Bench.tenant, bench.database)
                    ?? ""
            }
            #expect(try await address(.operations, .seller).contains("service_id=id-operations"))
            #expect(try await address(.credit, .seller).contains("service_id=id-credit"))
            let creators = "https://shop.tiktok.com/alliance/creator/auth?app_key=credit&state="
            #expect(try await address(.credit, .creator).hasPrefix(creators))
            var bare = connect
            bare.readingPage = nil
            let none = try await bare.begin(.restOfWorld, app: .credit, tenant: Bench.tenant, bench.database)
            #expect(none == nil)
        }
    }

    @Test("a grant leaves the connection's account, tokens and cipher alone, and only says what is granted now")
    func beside() async throws {
        try await Bench.run { bench in
            let pair = Pair(bench)
            let shop = try await bench.connect()
            let before = try await bench.database.first(
                "SELECT account_id::text || cipher FROM connections", as: String.self)
            let callback = try await pair.grant()
            #expect(callback.state == .connected && callback.shops == [shop.shop] && callback.creator == nil)
            let after = try await bench.database.first(
                "SELECT account_id::text || cipher FROM connections", as: String.self)
            #expect(before == after)
            let apps = try await bench.database.rows("SELECT app FROM accounts ORDER BY app", as: String.self)
            #expect(apps == ["credit", "operations"])
            let told = try #require(try await bench.sent(ReadGrantChanged.self).first)
            #expect(told.shop == shop.shop && told.version == 1 && told.state == .connected)
            #expect(told.granted == [.shop, .products, .orders, .finance, .affiliate])
            let connection = try #require(try await bench.sent(ConnectionChanged.self).first)
            #expect(connection.version == 2 && connection.granted == told.granted && connection.state == .connected)
            let keys = try await bench.database.rows(
                "SELECT access_key || refresh_key FROM accounts WHERE app = 'credit'", as: String.self)
            #expect(keys == ["k1k2"], "sealed like the others")
        }
    }

    @Test("statements are read with the grant's token and cipher, what ships with the other's")
    func tokens() async throws {
        try await Bench.run { bench in
            let pair = Pair(bench)
            let shop = try await bench.connect()
            _ = try await pair.grant()
            let desk = pair.bench.desk
            let figures = try await desk.open(shop.shop, tenant: Bench.tenant, for: "test", as: .figures)
            #expect(figures.access.cipher == "ROW_creditCipher" && figures.access.token.reveal() == "ROW_credit")
            for sight in [Sight.operations, .orders] {
                let open = try await desk.open(shop.shop, tenant: Bench.tenant, for: "test", as: sight)
                #expect(open.access.cipher == "ROW_demo" && open.access.token.reveal() == "ROW_access")
                #expect(!open.connection.isOnlyRead)
            }
        }
    }

    @Test("a shop that is connected for nobody is read for whoever granted it, and nobody speaks for it")
    func alone() async throws {
        try await Bench.run { bench in
            let pair = Pair(bench)
            let shop = try #require(try await pair.grant().shops.first)
            #expect(try await bench.count("connections") == 0)
            #expect(
                try await kinds(bench) == [
                    "affiliate.review", "affiliate.sync", "facts.sync", "orders.backfill", "orders.poll",
                    "payments.sync", "returns.sync", "statements.sync", "tokens.refresh",
                ])
            await #expect(throws: ChannelDesk.Closed.notConnected) {
                try await pair.bench.desk.open(shop, tenant: Bench.tenant, for: "test")
            }
        }
    }

    @Test("its orders and returns are told under names that nobody acts on, without where they go")
    func observed() async throws {
        try await Bench.run { bench in
            let pair = Pair(bench)
            _ = try await pair.grant()
            pair.reading.on(.searchOrders) { _ in ["orders": [OrderWorkTests.order("1")]] }
            pair.reading.on(.searchCancellations) { _ in
                [
                    "cancellations": [
                        [
                            "cancel_id": "4035", "order_id": "1", "cancel_status": "CANCELLATION_REQUEST_PENDING",
                            "create_time": 1_767_230_000, "update_time": 1_767_230_000,
                            "refund_amount": ["currency": "USD", "refund_subtotal": "21.90"],
                            "cancel_line_items": [["sku_id": "1729000000000000101"]],
                        ]
                    ]
                ]
            }
            pair.reading.on(.searchReturns) { _ in [:] as [String: Any] }
            let desk = pair.bench.desk
            try await bench.work(
                [PollOrders(desk: desk), SyncReturns(desk: desk), BackfillOrders(desk: desk)],
                until: { try await bench.count("returns") == 1 })
            #expect(try await bench.sent(OrderObserved.self).map(\.order.channelOrder) == ["1"])
            #expect(try await bench.sent(ReturnObserved.self).map(\.change.channelReturn) == ["4035"])
            #expect(try await bench.sent(OrderChanged.self).isEmpty)
            #expect(try await bench.sent(ReturnChanged.self).isEmpty)
            #expect(try await bench.sent(RecipientChanged.self).isEmpty)
            #expect(try await bench.count("recipients") == 0 && bench.channel.calls.isEmpty)
        }
    }

    @Test("another's grant is read for the brand that the shop is connected for, until that ends it, and for itself")
    func another() async throws {
        try await Bench.run { bench in
            let pair = Pair(bench)
            let shop = try await bench.connect()
            let callback = try await pair.grant(tenant: Bench.otherTenant)
            #expect(callback.shops == [shop.shop], "the same shop has the same id")
            #expect(
                try await kinds(bench, of: Bench.otherTenant) == [
                    "affiliate.review", "affiliate.sync", "facts.sync", "orders.backfill", "orders.poll",
                    "payments.sync", "returns.sync", "statements.sync", "tokens.refresh",
                ], "a person may be scored by it through this brand")
            #expect(try await kinds(bench).contains("statements.sync"))
            let desk = pair.bench.desk
            let open = try await desk.open(shop.shop, tenant: Bench.tenant, for: "test", as: .figures)
            #expect(open.tenant == Bench.tenant && open.holder.tenant == Bench.otherTenant)
            let own = try await desk.open(shop.shop, tenant: Bench.otherTenant, for: "test", as: .orders)
            #expect(own.tenant == Bench.otherTenant)
            try await bench.database.run("UPDATE connections SET state = 'disconnected'")
            for sight in [Sight.operations, .orders, .figures] {
                await #expect(throws: ChannelDesk.Closed.notConnected) {
                    try await desk.open(shop.shop, tenant: Bench.tenant, for: "test", as: sight)
                }
            }
        }
    }

    @Test("a creator has an account and no shop, and only what is credited is read")
    func creator() async throws {
        try await Bench.run { bench in
            let pair = Pair(bench)
            let callback = try await pair.grant(["creator.affiliate_collaboration.read"], creator: true)
            let creator = try #require(callback.creator)
            #expect(callback.shops.isEmpty && pair.reading.count(.authorizedShops) == 0)
            let told = try #require(try await bench.sent(ReadGrantChanged.self).first)
            #expect(told.creator == creator && told.shop == nil && told.granted == [.affiliate])
            #expect(try await kinds(bench) == ["affiliate.review", "affiliate.sync", "tokens.refresh"])
            pair.reading.on(.creatorAffiliateOrders) { _ in
                [
                    "orders": [
                        [
                            "id": "1", "create_time": 1_767_221_000, "status": "ORDERED",
                            "skus": [["id": "1729", "quantity": 1, "price": ["amount": "$9.90", "currency": "USD"]]],
                        ]
                    ]
                ]
            }
            let desk = pair.bench.desk
            try await bench.work([SyncAffiliateOrders(desk: desk), ReviewAffiliateOrders(desk: desk)])
            let orders = try await bench.sent(AffiliateOrderChanged.self)
            #expect(orders.map(\.creator) == [creator] && orders.first?.rows.first?.sales == 990)
            #expect(pair.reading.count(.sellerAffiliateOrders) == 0)
        }
    }

    @Test("one creator is one account, whoever of two brands has begun it")
    func oneCreator() async throws {
        try await Bench.run { bench in
            let pair = Pair(bench)
            let scopes = ["creator.affiliate_collaboration.read"]
            let first = try await pair.grant(scopes, creator: true)
            let second = try await pair.grant(scopes, creator: true, tenant: Bench.otherTenant)
            #expect(first.creator != nil && first.creator == second.creator)
            #expect(try await bench.count("read_grants") == 2, "and each brand has a grant of its own")
        }
    }

    @Test("whoever began a grant sees and ends it, nobody else does, and the connection stays as it is")
    func ended() async throws {
        try await Bench.run { bench in
            let pair = Pair(bench)
            let shop = try await bench.connect()
            _ = try await pair.grant(tenant: Bench.otherTenant)
            #expect(try await bench.ask(ReadGrantListHandler(), ReadGrantList()).isEmpty)
            let others = [Bench.otherTenant]
            let record = try #require(try await bench.ask(ReadGrantListHandler(), ReadGrantList(), as: others).first)
            #expect(record.account.uuid == shop.shop.uuid && record.state == .connected && record.holder == .seller)
            let (handler, end) = (ReadGrantEndHandler(queue: bench.queue), ReadGrantEnd(account: record.account))
            #expect(await bench.refusal(handler, end)?.kind == .notFound)
            #expect(try await bench.ask(handler, end, as: others).state == .disconnected)
            #expect(try await bench.ask(handler, end, as: others).state == .disconnected, "twice does no harm")
            try await bench.work(
                [EndShop(desk: pair.bench.desk)],
                until: { try await bench.work(of: EndShop.self).isEmpty })
            let tokens = try await bench.database.rows(
                "SELECT octet_length(access_token) > 0 FROM accounts ORDER BY app", as: Bool.self)
            #expect(tokens == [false, true], "its tokens are forgotten, the connection's are not")
            #expect(try await bench.sent(ReadGrantChanged.self).map(\.state) == [.connected, .disconnected])
            let told = try await bench.sent(ConnectionChanged.self)
            #expect(told.map(\.granted?.count) == [5, 1] && told.map(\.state) == [.connected, .connected])
            let open = try await pair.bench.desk.open(shop.shop, tenant: Bench.tenant, for: "test", as: .figures)
            #expect(open.access.cipher == "ROW_demo")
        }
    }

    @Test("tokens are renewed with the app that they are of, and a grant that ended takes no connection with it")
    func ends() async throws {
        try await Bench.run { bench in
            let pair = Pair(bench)
            let shop = try await bench.connect()
            _ = try await pair.grant()
            try await bench.database.run("UPDATE accounts SET granted_at = now() - interval '1 hour'")
            let account = try #require(
                try await bench.database.first("SELECT id FROM accounts WHERE app = 'credit'", as: UUID.self))
            pair.reading.on(.token("refresh")) { _ in
                throw ScriptedChannel.error(.authCodeInvalid, .token("refresh"))
            }
            try await bench.queue.enqueue([RefreshToken.item(account, tenant: Bench.tenant)])
            try await bench.work(
                [RefreshToken(desk: pair.bench.desk)],
                until: { try await bench.sent(ReadGrantChanged.self).count == 2 })
            #expect(pair.reading.renewals == 1 && bench.channel.renewals == 0)
            #expect(try await bench.sent(ReadGrantChanged.self).map(\.state) == [.connected, .expired])
            let states = try await bench.database.rows(
                "SELECT state FROM connections UNION ALL SELECT state FROM read_grants", as: String.self)
            #expect(states == ["connected", "expired"])
            let open = try await pair.bench.desk.open(shop.shop, tenant: Bench.tenant, for: "test", as: .figures)
            #expect(open.access.cipher == "ROW_demo", "the connection's own consent is used again")
        }
    }
}
