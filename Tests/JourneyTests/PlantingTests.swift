import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import TestKit
import Testing

/// Secrets and personal data are planted, in what goes well and in what goes wrong, and looked for in everything that
/// the platform writes: logs, metrics, traces, every row of every table, failures as people see them.
@Suite(.serialized, .timeLimit(.minutes(15))) struct PlantingTests {
    @Test("what tells of a person or opens a door is found nowhere")
    func planted() async throws {
        try await RecordingServer.run { collector in
            let planted = try await House.run(services: House.traced(to: collector)) { house in
                let brand = try await Brand.open(in: house, units: 20)
                let order = try await Self.sell(brand)
                let secret = try await Self.spoil(brand)
                try await brand.until(order, status: "awaitingCollection", stock: "reserved", parcel: "shipped")
                var planted = try await Self.texts(brand, order)
                planted.texts["a key that was just made"] = secret
                try await eventually(within: Brand.patience, "traces have come") { !ToldSpan.all(collector).isEmpty }
                try await Self.searchTables(house, planted, order)
                try await Self.searchAnswers(brand, planted)
                try Self.searchLogs(house, planted)
                return planted
            }
            for request in collector.seen {
                let found = planted.found(in: String(decoding: request.body, as: UTF8.self))
                #expect(found.isEmpty, "a trace shows \(found)")
            }
        }
    }

    // MARK: Planting

    /// An order whose buyer tells all of it.
    private static func sell(_ brand: Brand) async throws -> String {
        let words = Planted.buyer
        let address = [
            "first_name": words["the buyer's first name"], "last_name": words["the buyer's last name"],
            "phone": words["the buyer's phone"].map { "+1 " + $0 }, "line1": words["the buyer's street"],
            "line2": words["the buyer's flat"],
        ].compactMapValues(\.self)
        let wish: [String: Any] = [
            "lines": [["sku": Brand.code, "units": 1]], "shipping": "SELLER", "address": address,
            "message": words["the buyer's note"] ?? "", "plan": ["pays_after_seconds": 1],
        ]
        let body = String(decoding: try JSONSerialization.data(withJSONObject: wish), as: UTF8.self)
        let placed = try await brand.house.sandbox.create("/shops/\(brand.sandboxShop)/orders", body)
        return try #require(placed["orders"].list.first?["id"].text)
    }

    /// Bodies that cannot be read, from inside and outside, and calls that are refused; answers a key that was made
    /// under an idempotency key.
    private static func spoil(_ brand: Brand) async throws -> String {
        let words = Planted.buyer.values.sorted().joined(separator: ", ")
        let tenant = try await brand.house.database.first(
            "SELECT tenant_id::text FROM ingestion.accounts", as: String.self)
        let owner: Headers = [WireHeader.tenant: .string(try #require(tenant))]
        let broker = try AMQPConfiguration(url: brand.house.plan.broker)
        let publisher = try AMQPPublisher(broker, logger: .init(label: "test"))
        let bodies = [#"{"fullName": "\#(words)", "version": "\#(words)"}"#, words, #"{"order": {"\#(words)": 1}}"#]
        let places = [
            ("shop.events", "shop.recipient.changed.v1", RecipientChanged.name),
            ("shop.webhooks", "gateway.tiktok.1", WebhookReceived.name),
            ("shop.webhooks", "gateway.shippo.track", WebhookReceived.name),
        ]
        let publications = places.flatMap { exchange, key, name in
            bodies.map { body in
                Publication(
                    exchange: exchange, routingKey: key,
                    properties: MessageProperties(
                        contentType: "application/json", messageID: UUID.v7().text, type: name.rawValue,
                        headers: owner),
                    body: Array(body.utf8))
            }
        }
        _ = try await publisher.publish(publications)
        await publisher.close(within: .seconds(5))

        for path in ["/v1/stock/adjustments", "/webhooks/tiktok", "/webhooks/shippo?token=\(words.count)"] {
            let answer = try await brand.door.post(
                path, bodies[0], idempotencyKey: "planted-1")
            #expect((400..<500).contains(answer.status), "\(path): \(answer.status) \(answer.body)")
        }
        let made = try await brand.door.post(
            "/v1/keys", #"{"name": "planted", "scopes": ["orders:read"]}"#,
            idempotencyKey: "planted-2")
        #expect(made.status == 201, "\(made.body)")
        try await eventually(within: Brand.patience, "what cannot be read is filed") {
            let filed = try await brand.house.database.first(
                "SELECT (SELECT count(*) FROM fulfillment.failures) + (SELECT count(*) FROM ingestion.failures)",
                as: Int.self)
            return (filed ?? 0) >= 9
        }
        return try #require(made.body["secret"].text)
    }

    /// Everything that must not be found, with what was only made while it ran.
    private static func texts(_ brand: Brand, _ order: String) async throws -> Planted {
        var texts = Planted.buyer
        texts["the buyer's mail"] = try await brand.house.sandbox.read("/orders/\(order)")["buyer_email"].text
        texts["an API key"] = brand.door.key
        texts["an app's secret"] = brand.house.plan.platform.appSecret
        texts["a token of Shippo's"] = brand.house.plan.platform.shippoToken
        texts["a token in an address"] = HousePlan.shippoWebhookToken
        #expect(texts["the buyer's mail"] != nil && texts["an API key"] != nil)
        return Planted(texts: texts)
    }

    // MARK: Searching

    /// A label is made to be read by whoever sees the parcel; its file lies as it came until it ends.
    private static let labels: Set = ["fulfillment.files", "ingestion.files"]

    /// Every row of every other table, bytes as hexadecimal digits.
    private static func searchTables(_ house: House, _ planted: Planted, _ order: String) async throws {
        let tables = try await house.database.rows(
            """
            SELECT format('%I.%I', n.nspname, c.relname)
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
                AND n.nspname IN ('accounts', 'ingestion', 'inventory', 'fulfillment', 'analytics') ORDER BY 1
            """, as: String.self)
        #expect(tables.count > 80)
        var withOrder: [String] = []
        for table in tables where !labels.contains(table) {
            let rows = try await house.database.rows("SELECT t::text FROM \(unsafe: table) AS t", as: String.self)
            for row in rows {
                let found = planted.found(in: row)
                #expect(found.isEmpty, "\(table) shows \(found): \(row.prefix(600))")
                if row.contains(order) { withOrder.append(table) }
            }
        }
        // The search finds what is there.
        #expect(Set(withOrder).isSuperset(of: ["ingestion.orders", "fulfillment.shipments"]))
        let sealed = try await house.database.first(
            "SELECT count(*) FROM fulfillment.recipients WHERE sealed IS NOT NULL", as: Int.self)
        #expect((sealed ?? 0) > 0, "what was planted did come")
    }

    private static func searchAnswers(_ brand: Brand, _ planted: Planted) async throws {
        for name in House.everything where name != "sandbox" {
            let admin = Door(http: brand.house.gateway.http, address: brand.house.plan.ports.address(name))
            for path in ["/metrics", "/readyz"] {
                let text = "\(try await admin.get(path).body)"
                #expect(planted.found(in: text).isEmpty, "\(path) of \(name) shows \(planted.found(in: text))")
            }
        }
        for path in ["/v1/failures", "/v1/actions?limit=200"] {
            let text = "\(try await brand.door.read(path))"
            #expect(planted.found(in: text).isEmpty, "\(path) shows \(planted.found(in: text)): \(text)")
        }
    }

    /// What the services have written; but not what a person has just been told once.
    private static func searchLogs(_ house: House, _ planted: Planted) throws {
        let logs = try FileManager.default.contentsOfDirectory(at: house.plan.folder, includingPropertiesForKeys: nil)
            .filter { !$0.lastPathComponent.hasPrefix("sandbox") && !$0.lastPathComponent.contains("bootstrap") }
        #expect(logs.count >= 6)
        for log in logs {
            let text = try String(contentsOf: log, encoding: .utf8)
            let found = planted.found(in: text)
            #expect(found.isEmpty, "\(log.lastPathComponent) shows \(found)")
        }
    }

    @Test("the search finds what it looks for, as text and as bytes")
    func search() {
        let planted = Planted(texts: ["a name": "Zaphodine"])
        #expect(planted.found(in: "… ZAPHODINE …") == ["a name"])
        // "Zaphodine" in hexadecimal digits.
        #expect(planted.found(in: #"\x005a6170686f64696e6500"#) == ["a name"])
        #expect(planted.found(in: "token ROW_abcdefghijklmnopqrstuvwxyz0123456789") == ["a token of the channel's"])
        #expect(planted.found(in: #"\x524f575f"# + String(repeating: "61", count: 30)) == ["a token of the channel's"])
        #expect(planted.found(in: "nothing of ROW_short") == [])
    }
}
