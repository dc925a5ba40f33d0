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
        WebhookReceivedHandler(
            vault: bench.desk.orders.vault, signatures: [.operations: Self.signature], queue: bench.queue)
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

    // MARK: The app that only reads

    /// Grants as sellers and creators have given them, by the channel's ids of shops and accounts.
    private func grants(_ bench: Bench) async throws -> [ReadGrant] {
        var (grants, pipeline) = ([ReadGrant](), Pipeline())
        for (name, holder, tenant) in [
            ("7495", Holder.seller, Bench.tenant), ("7495", .seller, Bench.otherTenant),
            ("creator-1", .creator, Bench.tenant),
        ] {
            let account = UUID.v7()
            let tokens = try Samples.decode(TokenGrant.self, ScriptedChannel.grant(openID: "credit-\(account.text)"))
            try bench.desk.accounts.save(
                tokens, id: account, tenant: tenant, app: .credit, holder: holder, &pipeline)
            grants.append(
                ReadGrant(
                    tenant: tenant, id: UUID.v7(), holder: holder, account: account, channelAccount: name,
                    grantedAt: Date()))
        }
        ReadGrantStore.save(grants, &pipeline)
        try await bench.database.send(pipeline)
        return grants
    }

    /// The accounts that are to be looked at, with the end that was told.
    private func checks(_ bench: Bench) async throws -> [String: String?] {
        let rows = try await bench.database.rows(
            "SELECT key, payload ->> 'end' FROM work WHERE kind = \(CheckAccount.name)", as: (String, String?).self)
        return Dictionary(rows) { first, _ in first }
    }

    private static func consent(_ type: Int, _ whose: String, _ data: String = "{}") -> String {
        #"{"type":\#(type),"tts_notification_id":"73-\#(type)\#(whose.count)",\#(whose),"#
            + #""timestamp":1767225600,"data":\#(data)}"#
    }

    @Test("that the app which only reads was shut out is looked into for everybody who granted it, and for nobody else")
    func shutOut() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let grants = try await grants(bench)
            let text = Self.consent(6, #""shop_id":"7495""#)
            _ = try await bench.handle(handler(bench), [Self.message(text, app: "credit")])
            #expect(try await Set(checks(bench).keys) == Set(grants.prefix(2).map(\.account.text)))
            let row = try await bench.database.first(
                "SELECT tenant_id, outcome FROM webhooks", as: (UUID?, String).self)
            #expect(row?.0 != nil && row?.1 == "marked")
            try await bench.database.run("DELETE FROM work")
            let other = text.replacing("73-", with: "74-")
            _ = try await bench.handle(handler(bench), [Self.message(other)])
            #expect(try await Array(checks(bench).keys) == [shop.account.text], "the other app's own consent alone")
        }
    }

    @Test("a creator's end is known by the account, and an end that is to come is told with its time")
    func consents() async throws {
        try await Bench.run { bench in
            let grants = try await grants(bench)
            _ = try await bench.handle(
                handler(bench), [Self.message(Self.consent(20, #""creator_open_id":"creator-1""#), app: "credit")])
            #expect(try await Array(checks(bench).keys) == [grants[2].account.text])
            try await bench.database.run("DELETE FROM work")
            let soon = Self.consent(7, #""shop_id":"7495""#, #"{"expiration_time":"1767230000"}"#)
            _ = try await bench.handle(handler(bench), [Self.message(soon, app: "credit")])
            let told = try await checks(bench)
            #expect(told.count == 2 && told.values.allSatisfy { $0 != nil })
        }
    }

    @Test("which app a producer's webhook is about its signature says, whatever else it bears")
    func signer() async throws {
        try await Bench.run { bench in
            let grants = try await grants(bench)
            try await Self.allow("acme", Bench.tenant, nil, bench)
            let reading = WebhookSignature(appKey: "reading", secret: Credential("456"))
            let handler = WebhookReceivedHandler(
                vault: bench.desk.orders.vault, signatures: [.operations: Self.signature, .credit: reading],
                queue: bench.queue)
            let text = Self.consent(6, #""shop_id":"7495""#)
            let signed = reading.sign(Array(text.utf8))
            let outcomes = try await bench.handle(
                handler, [Self.message(text, user: "acme", authorization: signed)])
            #expect(outcomes.map(\.0) == [.done])
            #expect(try await Array(checks(bench).keys) == [grants[0].account.text], "of its own brand alone")
            let others = Self.signature.sign(Array(text.utf8))
            let again = try await bench.handle(
                handler, [Self.message(text.replacing("73-", with: "75-"), user: "acme", authorization: others)])
            #expect(
                again.map(\.0) == [
                    .reject(reason: "the webhook's signature is wrong", detail: "authorization of the raw bytes")
                ])
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
        _ text: String, user: String? = nil, authorization: String? = nil, app: String = "operations"
    ) -> Received<WebhookReceivedHandler.Body> {
        let headers = authorization.map { ["authorization": $0] } ?? [:]
        let webhook = WebhookReceived(
            provider: .tiktokShop, app: user == nil ? app : nil, headers: headers, payload: Data(text.utf8),
            receivedAt: Instant(Date()))
        let body = WebhookReceivedHandler.Body(
            webhook: webhook, reading: Result { () throws(OrderFault) in try Notification(webhook.payload) })
        return Received(Metadata(name: WebhookReceived.name, user: user), body)
    }
}
