import Contracts
import Foundation
import Messaging
import Outbound
import Postgres
import Testing
import TikTokShop

@testable import Ingestion

struct WebhookReceivedTests {
    private static let signature = WebhookSignature(appKey: "abcdef", secret: Credential("123"))

    private func handler(_ bench: Bench) -> WebhookReceivedHandler {
        WebhookReceivedHandler(vault: bench.desk.orders.vault, signatures: [Self.signature], queue: bench.queue)
    }

    @Test("a webhook is kept once, sealed, and marks its order once, however often it comes")
    func once() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let first = Self.message(Self.status(shop: "7495", order: "576"))
            let repeated = Self.message(Self.status(shop: "7495", order: "576"))
            for batch in [[first, repeated], [Self.message(Self.status(shop: "7495", order: "576"))]] {
                let outcomes = try await bench.handle(handler(bench), batch)
                #expect(outcomes.allSatisfy { $0.0 == .done })
            }
            #expect(try await bench.count("webhooks") == 1)
            #expect(try await bench.count("notifications") == 1)
            #expect(try await bench.work(of: FetchOrders.self) == ["\(shop.shop)/576 ready"])
            let row = try await bench.database.first(
                "SELECT tenant_id, payload FROM webhooks", as: (UUID, [UInt8]).self)
            #expect(row?.0 == Bench.tenant.uuid)
            #expect(Data(row?.1 ?? []).range(of: Data("order_id".utf8)) == nil)
        }
    }

    @Test("a webhook of a shop that nobody has connected is kept and belongs to nobody")
    func unknownShop() async throws {
        try await Bench.run { bench in
            let outcomes = try await bench.handle(handler(bench), [Self.message(Self.status(shop: "9", order: "1"))])
            #expect(outcomes.map(\.0) == [.done])
            let row = try await bench.database.first(
                "SELECT tenant_id, outcome FROM webhooks", as: (UUID?, String).self)
            #expect(row?.0 == nil)
            #expect(row?.1 == "unknown shop")
            #expect(try await bench.work(of: FetchOrders.self).isEmpty)
        }
    }

    @Test(
        "what cannot be read is a failure with its reason",
        arguments: [
            ("{", "the body is no JSON"), ("[1]", "the body is no JSON object"),
            (#"{"shop_id":"7495"}"#, "type is missing"),
            (
                #"{"type":3000000000,"tts_notification_id":"x","shop_id":"1","data":{}}"#,
                "type is not from 0 to 2147483647"
            ),
        ])
    func malformed(text: String, problem: String) async throws {
        try await Bench.run { bench in
            let outcomes = try await bench.handle(handler(bench), [Self.message(text)])
            #expect(
                outcomes.map(\.0) == [
                    .reject(
                        reason: "the webhook cannot be read",
                        detail: "payload is no webhook: \(problem)")
                ])
            #expect(try await bench.count("webhooks") == 0)
        }
    }

    // MARK: Outside producers

    @Test("an outside producer's webhook must bear the channel's signature")
    func signature() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            try await Self.allow("acme", shop.tenant, nil, bench)
            let text = Self.status(shop: "7495", order: "576")
            let forged = Self.message(text, user: "acme", authorization: String(repeating: "0", count: 64))
            let unsigned = Self.message(text, user: "acme")
            let signed = Self.message(text, user: "acme", authorization: Self.signature.sign(Array(text.utf8)))
            let outcomes = try await bench.handle(handler(bench), [forged, unsigned, signed]).map(\.0)
            let refusal = Outcome.reject(
                reason: "the webhook's signature is wrong", detail: "authorization of the raw bytes")
            #expect(outcomes == [refusal, refusal, .done])
            #expect(try await bench.work(of: FetchOrders.self).count == 1)
        }
    }

    @Test("a producer speaks for its own shops alone")
    func grants() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let other = try await bench.connect("8888", tenant: Bench.otherTenant, openID: "open-2")
            try await Self.allow("acme", other.tenant, other.shop, bench)
            let text = Self.status(shop: shop.channelShop, order: "576")
            let authorization = Self.signature.sign(Array(text.utf8))
            let messages = ["acme", "nobody"].map { Self.message(text, user: $0, authorization: authorization) }
            let outcomes = try await bench.handle(handler(bench), messages).map(\.0)
            #expect(
                outcomes == [
                    .reject(reason: "the producer may not speak for this shop", detail: "acme"),
                    .reject(reason: "the producer is not known", detail: "nobody"),
                ])
            #expect(try await bench.count("webhooks") == 0)
        }
    }

    @Test("failures of a producer belong to the one brand that it speaks for; of several, to none")
    func owners() async throws {
        try await Bench.run { bench in
            let (shop, other) = (
                try await bench.connect(), try await bench.connect("8888", tenant: Bench.otherTenant, openID: "open-2")
            )
            try await Self.allow("acme", shop.tenant, shop.shop, bench)
            try await Self.allow("acme", shop.tenant, nil, bench)
            try await Self.allow("both", shop.tenant, nil, bench)
            try await Self.allow("both", other.tenant, other.shop, bench)
            let owners = try await bench.database.rows(
                """
                SELECT \(ProducerStore.onlyTenant) FROM unnest(ARRAY['acme', 'both', 'nobody', NULL])
                    WITH ORDINALITY AS new (sender, place) ORDER BY place
                """, as: UUID?.self)
            #expect(owners == [shop.tenant.uuid, nil, nil, nil])
        }
    }

    // MARK: Help

    static func allow(_ user: String, _ tenant: TenantID, _ shop: ShopID?, _ bench: Bench) async throws {
        try await bench.database.run(
            "INSERT INTO producers (tenant_id, user_name, shop_id) VALUES (\(tenant.uuid), \(user), \(shop?.uuid as UUID?))"
        )
    }

    private static func status(shop: String, order: String) -> String {
        #"{"type":1,"tts_notification_id":"73-\#(order)","shop_id":"\#(shop)","timestamp":1767225600,"#
            + #""data":{"order_id":"\#(order)","order_status":"CANCEL","update_time":1767225598}}"#
    }

    private static func message(
        _ text: String, user: String? = nil, authorization: String? = nil
    ) -> Received<WebhookReceivedHandler.Body> {
        let headers = authorization.map { ["authorization": $0] } ?? [:]
        let webhook = WebhookReceived(
            provider: .tiktokShop, app: user == nil ? "operations" : nil, headers: headers, payload: Data(text.utf8),
            receivedAt: Instant(Date()))
        let body = WebhookReceivedHandler.Body(
            webhook: webhook, reading: Result { () throws(OrderFault) in try Notification(webhook.payload) })
        return Received(Metadata(name: WebhookReceived.name, user: user), body)
    }
}
