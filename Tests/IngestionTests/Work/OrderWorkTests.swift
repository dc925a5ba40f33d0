import Contracts
import Foundation
import Messaging
import Outbound
import Postgres
import Testing

@testable import Ingestion
@testable import TikTokShop

struct OrderWorkTests {
    @Test("an order whose place is cleared away while it is being read is read again, not forgotten")
    func lostPlace() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.getOrders) { _ in ["orders": [Self.order("1")]] }
            // As if the row of the first try were deleted before it is locked.
            try await bench.asOwner { owner in
                try await owner.run("CREATE SEQUENCE places")
                try await owner.run("GRANT USAGE ON SEQUENCE places TO ingestion_worker")
                try await owner.run(
                    """
                    CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        RETURN CASE WHEN nextval('places') > 1 THEN NEW END;
                    END $$
                    """)
                try await owner.run(
                    "CREATE TRIGGER loses BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION lose()")
            }
            try await bench.queue.enqueue([FetchOrders.item("1", shop, source: .webhook)])
            try await bench.work(until: { try await bench.sent(OrderChanged.self).count == 1 })
            #expect(bench.channel.count(.getOrders) == 2)
        }
    }

    @Test("marked orders are fetched in one call, stored and told; one that the channel does not know is tried again")
    func fetch() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.getOrders) { _ in ["orders": [Self.order("1"), Self.order("2")]] }
            try await bench.queue.enqueue(["1", "2", "3"].map { FetchOrders.item($0, shop, source: .webhook) })
            try await bench.work()
            #expect(bench.channel.calls.first?.query["ids"]?.split(separator: ",").sorted() == ["1", "2", "3"])
            #expect(try await bench.sent(OrderChanged.self).map(\.channelOrder).sorted() == ["1", "2"])
            #expect(try await bench.sent(OrderChanged.self).allSatisfy { $0.version == 1 && $0.shop == shop.shop })
            #expect(try await bench.sent(RecipientChanged.self).count == 2)
            #expect(try await bench.work(of: FetchOrders.self) == ["\(shop.shop)/3 waiting"])
            let journey = try await bench.database.rows(
                "SELECT correlation = (SELECT id::text FROM orders WHERE channel_order = '1') FROM told ORDER BY 1",
                as: Bool.self)
            #expect(journey == [false, false, true, true])
        }
    }

    @Test("what was to be read of a shop that has left ends, and is not given up as if people had to see to it")
    func left() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            try await bench.database.run("UPDATE connections SET state = 'disconnected'")
            try await bench.queue.enqueue([
                FetchOrders.item("1", shop, source: .webhook), SyncProduct.item("7", shop),
            ])
            try await bench.work()
            #expect(bench.channel.calls.isEmpty)
            #expect(try await bench.work(of: FetchOrders.self).isEmpty)
            #expect(try await bench.work(of: SyncProduct.self).isEmpty)
        }
    }

    @Test("a new order's id tells when the webhook came that rang for it; without one, when it was first read")
    func journeyBegins() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.getOrders) { _ in ["orders": [Self.order("1"), Self.order("2"), Self.order("3")]] }
            let begun = Date()
            func cause(_ instant: Date) -> Metadata { Metadata(id: .v7(at: instant), name: WebhookReceived.name) }
            // The work has waited for ten minutes; a producer's clock is a day ahead.
            try await bench.queue.enqueue([
                FetchOrders.item("1", shop, source: .webhook, cause: cause(begun - 600)),
                FetchOrders.item("2", shop, source: .webhook),
                FetchOrders.item("3", shop, source: .webhook, cause: cause(begun + 86_400)),
            ])
            try await bench.work()
            let ids = try await bench.database.rows("SELECT id FROM orders ORDER BY channel_order", as: UUID.self)
            let ages = ids.map { $0.v7Instant?.timeIntervalSince(begun) ?? .nan }
            #expect(ages.count == 3)
            #expect(abs(ages[0] + 600) < 0.01, "\(ages)")
            #expect(ages[1] > -0.01 && ages[1] < 60 && ages[2] > -0.01 && ages[2] < 60, "\(ages)")
        }
    }

    @Test("an order that cannot be read is noted with its field, and spoils no other")
    func faults() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.getOrders) { _ in
                ["orders": [Self.order("1"), Self.order("2", ["line_items": []]), ["id": "3", "line_items": 5]]]
            }
            try await bench.queue.enqueue(["1", "2", "3"].map { FetchOrders.item($0, shop, source: .webhook) })
            try await bench.work()
            let faults = try await bench.database.rows(
                "SELECT key || ': ' || field || ' ' || problem FROM faults ORDER BY key", as: String.self)
            #expect(
                faults == ["2: line_items is empty", "3: orders[2].line_items has the wrong kind of value"])
            #expect(try await bench.work(of: FetchOrders.self).isEmpty)
            #expect(try await bench.count("order_events") == 1)
        }
    }

    @Test("a poll reads from a little before its cursor, tells what is new, and moves the cursor")
    func poll() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.searchOrders) { _ in ["orders": [Self.order("1")], "next_page_token": ""] }
            try await bench.queue.enqueue([PollOrders.item(shop, bench.desk.settings)])
            try await bench.work()
            let first = try #require(bench.channel.calls.first)
            #expect(first.query["sort_field"] == "update_time")
            #expect(first.query["sort_order"] == "ASC")
            // 300 s before the connection was made.
            let from = Int(shop.connectedAt.timeIntervalSince1970) - 300
            #expect(first.body == #"{"update_time_ge":\#(from)}"#)
            #expect(try await bench.sent(OrderChanged.self).count == 1)
            let cursor = try await Cursor.find(.orders, tenant: shop.tenant, shop: shop.shop, bench.database)
            #expect(cursor?.token == nil)
            #expect((cursor?.readTo ?? .distantPast) >= shop.connectedAt)
            #expect(try await bench.work(of: PollOrders.self) == ["\(shop.shop) waiting"])
        }
    }

    @Test("in a burst a search is pulled forward, and what it brings need not be fetched by id")
    func burst() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.searchOrders) { call in
                let first = call.query["page_token"] == nil
                let orders = first ? (1...100).map { Self.order("\($0)") } : (101...120).map { Self.order("\($0)") }
                return ["orders": orders, "next_page_token": first ? "2" : ""]
            }
            bench.channel.on(.getOrders) { call in
                let ids = (call.query["ids"] ?? "").split(separator: ",")
                return ["orders": ids.map { Self.order(String($0)) }]
            }
            // One call's worth is due; the 70 behind it are more than the burst, and due only in an hour.
            let due = (1...50).map { FetchOrders.item("\($0)", shop, source: .webhook) }
            let later = (51...120).map { order in
                WorkItem(
                    FetchOrders.self, tenant: shop.tenant, key: FetchOrders.key("\(order)", shop.shop),
                    shop: shop.shop, payload: FetchOrders.Payload(source: .webhook), after: .seconds(3600))
            }
            try await bench.queue.enqueue(due + later)
            let kinds: [any WorkKind] = [FetchOrders(desk: bench.desk, burst: 50), PollOrders(desk: bench.desk)]
            try await bench.work(kinds, until: { try await bench.work(of: FetchOrders.self).isEmpty })
            #expect(bench.channel.count(.searchOrders) == 2, "the two pages of one search")
            #expect(bench.channel.count(.getOrders) == 1)
            #expect(try await bench.count("order_events") == 120)
        }
    }

    @Test("the backfill reads 90 days up to the connection, once")
    func backfill() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.searchOrders) { _ in ["orders": [Self.order("1")]] }
            try await bench.queue.enqueue([BackfillOrders.item(shop)])
            try await bench.work()
            let end = Int(shop.connectedAt.timeIntervalSince1970)
            #expect(
                bench.channel.calls.first?.body
                    == #"{"create_time_ge":\#(end - 90 * 86_400),"create_time_lt":\#(end + 1)}"#
                    || bench.channel.calls.first?.body
                        == #"{"create_time_lt":\#(end + 1),"create_time_ge":\#(end - 90 * 86_400)}"#
            )
            #expect(try await bench.count("order_events") == 1)
            try await bench.queue.enqueue([BackfillOrders.item(shop)])
            try await bench.work()
            #expect(bench.channel.count(.searchOrders) == 1)
        }
    }

    @Test("an ended token is renewed once for all who met it, and their work goes on")
    func renewal() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect(expiresIn: 30)
            bench.channel.on(.token("refresh")) { _ in ScriptedChannel.grant(access: "ROW_new", refresh: "ROW_next") }
            bench.channel.on(.getOrders) { _ in ["orders": [Self.order("1")]] }
            try await bench.queue.enqueue([FetchOrders.item("1", shop, source: .webhook)])
            try await bench.queue.enqueue([PollOrders.item(shop, bench.desk.settings)])
            try await bench.work(until: { try await bench.sent(OrderChanged.self).count == 1 })
            #expect(bench.channel.calls.filter { $0.name == "token refresh" }.map(\.path) == [["ROW_refresh"]])
            let account = try #require(
                try await bench.desk.accounts.find(shop.account, tenant: shop.tenant, bench.database))
            let token = try await bench.desk.accounts.accessToken(account, for: "test", bench.database)
            #expect(token.reveal() == "ROW_new")
            let uses = try await bench.database.rows(
                "SELECT DISTINCT token || ' ' || purpose FROM token_uses ORDER BY 1", as: String.self)
            #expect(uses.contains("refresh tokens.refresh"))
            #expect(uses.contains("access orders.fetch"))
        }
    }

    @Test("when the channel says that the seller removed the app, the shop is closed and that is told")
    func deauthorized() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.getOrders) { _ in throw ScriptedChannel.error(.deauthorized, .getOrders) }
            bench.channel.on(.authorizedShops) { _ in throw ScriptedChannel.error(.deauthorized, .authorizedShops) }
            try await bench.queue.enqueue([FetchOrders.item("1", shop, source: .webhook)])
            try await bench.work()
            let told = try await bench.sent(ConnectionChanged.self)
            #expect(told.map(\.state) == [.deauthorized])
            #expect(told.map(\.version) == [2])
            let trouble = try await bench.database.first("SELECT trouble FROM accounts", as: String.self)
            #expect(trouble == Explanation.deauthorized)
        }
    }

    @Test("a token that the channel no longer knows is renewed first; one that is new and unknown closes the shop")
    func unknownToken() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let isKnown = Shown(0)
            bench.channel.on(.authorizedShops) { _ in
                guard isKnown.value == 1 else { throw ScriptedChannel.error(.tokenInvalid, .authorizedShops) }
                return ["shops": [["id": "7495", "cipher": "ROW_demo", "region": "US"]]]
            }
            bench.channel.on(.token("refresh")) { _ in
                isKnown.value = 1
                return ScriptedChannel.grant()
            }
            try await bench.queue.enqueue([CheckAccount.item(shop)])
            try await bench.work(until: { bench.channel.renewals == 1 })
            try await bench.hurry()
            try await bench.work(until: { bench.channel.count(.authorizedShops) == 2 })
            #expect(try await bench.sent(ConnectionChanged.self).isEmpty)
            // Granted just now, and not known any more.
            isKnown.value = 0
            try await bench.queue.enqueue([CheckAccount.item(shop)])
            try await bench.work(until: { try await !bench.sent(ConnectionChanged.self).isEmpty })
            #expect(try await bench.sent(ConnectionChanged.self).map(\.state) == [.deauthorized])
            #expect(bench.channel.renewals == 1)
        }
    }

    @Test("what the channel says of tokens closes nothing, and renews nothing, once the seller has agreed anew")
    func replaced() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            // The seller agrees anew behind each reading of a token.
            try await bench.asOwner { owner in
                try await owner.run(
                    """
                    CREATE FUNCTION agree() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        UPDATE accounts SET granted_at = clock_timestamp() WHERE id = NEW.account_id;
                        RETURN NEW;
                    END $$
                    """)
                try await owner.run(
                    "CREATE TRIGGER agree AFTER INSERT ON token_uses FOR EACH ROW EXECUTE FUNCTION agree()")
            }
            bench.channel.on(.authorizedShops) { _ in throw ScriptedChannel.error(.deauthorized, .authorizedShops) }
            try await bench.queue.enqueue([CheckAccount.item(shop)])
            try await bench.work()
            // Shops that the old token did not open.
            bench.channel.on(.authorizedShops) { _ in ["shops": [] as [Any]] }
            try await bench.queue.enqueue([CheckAccount.item(shop)])
            try await bench.work()
            func sealed() async throws -> [UInt8]? {
                try await bench.database.first("SELECT access_token FROM accounts", as: [UInt8].self)
            }
            let before = try await sealed()
            try await bench.database.run("UPDATE accounts SET granted_at = now() - interval '1 hour'")
            bench.channel.on(.token("refresh")) { _ in ScriptedChannel.grant() }
            try await bench.queue.enqueue([RefreshToken.item(shop.account, tenant: shop.tenant)])
            try await bench.work()
            #expect(bench.channel.count(.authorizedShops) == 2)
            #expect(bench.channel.renewals == 1)
            #expect(try await bench.sent(ConnectionChanged.self).isEmpty)
            let states = try await bench.database.rows(
                "SELECT state FROM connections UNION ALL SELECT state FROM accounts", as: String.self)
            #expect(states == ["connected", "connected"])
            #expect(try await sealed() == before)
        }
    }

    @Test("a new pair of tokens does not silence that the authorization ends soon")
    func ending() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.token("refresh")) { _ in
                // 29 days are less than the 30 of the channel's own notice.
                ScriptedChannel.grant().merging(
                    ["refresh_token_expire_in": Int(Date().timeIntervalSince1970) + 29 * 86_400]) { $1 }
            }
            try await bench.queue.enqueue([RefreshToken.item(shop.account, tenant: shop.tenant)])
            try await bench.work()
            let trouble = try await bench.database.first("SELECT trouble FROM accounts", as: String?.self)
            #expect(trouble == Explanation.expiring)
        }
    }

    @Test("a webhook about the end of an authorization is looked into, and told while it is true")
    func expiring() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.authorizedShops) { _ in ["shops": [["id": "7495", "cipher": "ROW_demo"]]] }
            for (days, trouble) in [(31, nil), (29, Explanation.expiring)] as [(Int, String?)] {
                try await bench.database.run(
                    "UPDATE accounts SET refresh_expires = now() + make_interval(days => \(Int32(days)))")
                try await bench.queue.enqueue(
                    WebhookWork.items(.expiring(nil), .shop(shop), cause: Metadata(name: WebhookReceived.name)))
                try await bench.work()
                #expect(try await bench.ask(ConnectionListHandler(), ConnectionList()).first?.trouble == trouble)
            }
            #expect(try await bench.sent(ConnectionChanged.self).isEmpty)
        }
    }

    @Test("the end that a webhook tells is kept over a renewal of the tokens, until the seller agrees anew")
    func toldEnd() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.authorizedShops) { _ in ["shops": [["id": "7495", "cipher": "ROW_demo"]]] }
            bench.channel.on(.token("refresh")) { _ in ScriptedChannel.grant(scopes: []) }
            func tell(_ days: Double) async throws -> String? {
                let end = Instant(Date() + days * 86_400)
                try await bench.queue.enqueue(
                    WebhookWork.items(.expiring(end), .shop(shop), cause: Metadata(name: WebhookReceived.name)))
                try await bench.work()
                return try await bench.ask(ConnectionListHandler(), ConnectionList()).first?.trouble
            }
            // The refresh token ends in a year: without the webhook nobody would know. An end that has passed is none.
            #expect(try await tell(-1) == nil)
            #expect(try await tell(40) == nil)
            #expect(try await tell(29) == Explanation.expiring)
            try await bench.queue.enqueue([RefreshToken.item(shop.account, tenant: shop.tenant)])
            try await bench.work()
            #expect(bench.channel.calls.contains { $0.name == "token refresh" })
            let record = try await bench.ask(ConnectionListHandler(), ConnectionList()).first
            #expect(record?.trouble == Explanation.expiring)
        }
    }

    static func order(_ id: String, _ changes: [String: Any] = [:]) -> [String: Any] {
        let fields: [String: Any] = [
            "id": id, "status": "AWAITING_SHIPMENT", "create_time": 1_767_221_000, "update_time": 1_767_224_700,
            "shipping_type": "SELLER", "delivery_option_id": "7091", "payment": ["currency": "USD"],
            "recipient_address": Samples.address(),
            "line_items": [Samples.tumbler("\(id)1"), Samples.tumbler("\(id)2")],
        ]
        return fields.merging(changes) { $1 }
    }
}
