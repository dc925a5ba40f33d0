import Foundation
import Postgres
import TestKit
import Testing

/// Secrets and personal data are planted, in what goes well and in what goes wrong, and looked for in everything that
/// the platform writes: logs, metrics, traces, every row of every table, answers, failures and journeys as people see
/// them.
@Suite(.serialized, .timeLimit(.minutes(15))) struct PlantingTests {
    @Test("what tells of a person or opens a door is found nowhere")
    func planted() async throws {
        try await RecordingServer.run { collector in
            let planted = try await House.run(services: Planting.settings(collector)) { house in
                let brand = try await Brand.open(in: house, units: 20)
                let planting = Planting(brand: brand)
                let tenant = try #require(
                    try await house.database.first("SELECT tenant_id::text FROM ingestion.accounts", as: String.self))
                let order = try await planting.sell()
                let outside = try await planting.submit(tenant)
                let (answers, secret) = try await planting.spoil(tenant)
                try await brand.until(order, status: "awaitingCollection", stock: "reserved", parcel: "shipped")
                try await planting.echo()
                var planted = try await planting.texts(order)
                planted.texts["a key that was just made"] = secret
                planted.texts["a session's cookie"] = try await planting.visit()
                try await eventually(within: Brand.patience, "traces have come") { !ToldSpan.all(collector).isEmpty }
                for answer in answers {
                    #expect(planted.found(in: answer).isEmpty, "\(planted.found(in: answer)) is answered: \(answer)")
                }
                try await Self.searchTables(house, planted, order)
                try await Self.searchAnswers(brand, planted)
                try await Self.searchShopos(house, planted, [order, outside])
                try Self.searchLogs(house, planted)
                return planted
            }
            let header = Planted.secrets["a header for the collector"]
            #expect(collector.seen.allSatisfy { $0.headers["authorization"] == header })
            for request in collector.seen {
                let found = planted.found(in: String(decoding: request.body, as: UTF8.self))
                #expect(found.isEmpty, "a trace shows \(found)")
            }
        }
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
                AND n.nspname IN ('accounts', 'ingestion', 'inventory', 'fulfillment', 'analytics', 'credit') ORDER BY 1
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
        #expect((sealed ?? 0) >= 3, "what was planted did come: of two buyers and a stranger")
    }

    private static func searchAnswers(_ brand: Brand, _ planted: Planted) async throws {
        for name in House.everything where name != "sandbox" {
            let admin = Door(http: brand.house.gateway.http, address: brand.house.plan.ports.address(name))
            for path in ["/metrics", "/readyz"] {
                let text = "\(try await admin.get(path).body)"
                #expect(planted.found(in: text).isEmpty, "\(path) of \(name) shows \(planted.found(in: text))")
            }
        }
        for path in ["/v1/failures", "/v1/actions?limit=200", "/v1/orders", "/v1/shipments"] {
            let text = "\(try await brand.door.read(path))"
            #expect(planted.found(in: text).isEmpty, "\(path) shows \(planted.found(in: text)): \(text)")
        }
    }

    /// Failures and journeys as an operator is shown them, as text and as JSON.
    private static func searchShopos(_ house: House, _ planted: Planted, _ orders: [String]) async throws {
        let failures = try await house.database.rows(
            """
            SELECT message_id::text FROM ingestion.failures UNION SELECT message_id::text FROM fulfillment.failures
            LIMIT 20
            """, as: String.self)
        #expect(failures.count >= 8, "\(failures.count) failures")
        var commands = failures.map { ["failures", "show", $0] } + orders.map { ["trace", $0] }
        commands += [["failures", "list"], ["work", "list"], ["status"]]
        commands += [["failures", "show", failures.first ?? "", "--json"], ["trace", orders[0], "--json"]]
        for command in commands {
            let said = try await house.shopos(command + ["--timeout", "20"])
            #expect(planted.found(in: said.text).isEmpty, "\(command) shows \(planted.found(in: said.text))")
            let isKnown = said.status == 0 || ["list", "status"].contains(command.last)
            #expect(isKnown && !said.text.isEmpty, "\(command): \(said.status) \(said.text)")
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
