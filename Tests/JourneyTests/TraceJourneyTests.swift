import Foundation
import TestKit
import Testing

extension LongJourneys {
    /// What a collector of traces sees of an order.
    @Suite(.serialized, .timeLimit(.minutes(15))) struct TraceJourneyTests {
        @Test("one order is one trace, from the webhook to the figures, and reads as one tree; log lines name it")
        func order() async throws {
            try await RecordingServer.run { collector in
                let settings = House.traced(
                    to: collector, ["ingestion": ["POLL_EVERY": "86400s", "RETURNS_EVERY": "86400s"]]
                ).mapValues { $0.merging(["LOG_LEVEL": "debug"]) }
                let (id, lines) = try await House.run(services: settings) { house in
                    let brand = try await Brand.open(in: house, units: 20)
                    try await brand.untilIdle("orders.poll")
                    // The first parcel may have waited for what products weigh, and gone on for another reason than
                    // itself.
                    let first = try await brand.sell(1)
                    try await brand.untilShipped(first, withParcel: true)
                    let order = try await brand.sell(2)
                    try await brand.untilShipped(order, withParcel: true)
                    try await checkMetrics(house)
                    let id = try #require(try await brand.order(order)["order"]["order"]["order"].text)
                    return (id, try ToldLine.all(house))
                }
                // The services have ended, and with them all that they had to tell.
                try keep(collector)
                let spans = ToldSpan.all(collector)
                let tree = TraceTree(of: id, spans)
                check(tree)
                try check(lines, of: id, tree, spans)
            }
        }

        /// Every service says how many spans it has got rid of.
        private func checkMetrics(_ house: House) async throws {
            let table = try MetricTable.documented()
            try await eventually(within: Brand.patience, "every service has exported spans") {
                let scrape = try await Scrape.of(house)
                #expect(scrape.differences(from: table).isEmpty)
                #expect(scrape.sum("shop_traces_dropped_total") == 0)
                return House.everything.filter { $0 != "sandbox" }.allSatisfy { service in
                    scrape.sum("shop_traces_exported_total", of: service) > 0
                }
            }
        }

        /// The lines of the log carry the ids of the spans.
        private func check(_ lines: [ToldLine], of id: String, _ tree: TraceTree, _ spans: [ToldSpan]) throws {
            let trace = try #require(tree.spans.first?.trace)
            let own = lines.filter { $0["journey.id"] == id && $0["trace.id"] == trace }
            #expect(Set(own.map(\.service)).isSuperset(of: ["ingestion", "inventory", "fulfillment", "analytics"]))
            let kinds = Set(own.compactMap { $0["work.kind"] })
            #expect(kinds.isSuperset(of: ["label.buy", "order.ship"]), "\(kinds)")
            #expect(lines.contains { $0.service == "gateway" && $0["trace.id"] == trace && $0["request.id"] != nil })

            let handled = spans.filter { $0.name.hasPrefix("process ") || $0.name.hasPrefix("answer ") }
            let byMessage = Dictionary(grouping: handled) { $0.attributes["messaging.message.id"]?.text ?? "" }
            var compared = 0
            for line in lines {
                guard let spans = line["message.id"].flatMap({ byMessage[$0] }) else { continue }
                let journeys = spans.map { $0.attributes["messaging.message.conversation_id"]?.text }
                #expect(spans.map(\.trace).contains { $0 == line["trace.id"] }, "\(line)")
                #expect(journeys.contains { $0 == line["journey.id"] }, "\(line)")
                compared += 1
            }
            #expect(compared > 10, "of \(lines.count) lines")
        }

        private func check(_ tree: TraceTree) {
            let roots = tree.withoutParent
            #expect(roots.count == 1, "\(tree.text)")
            #expect(roots.first?.name == "POST /webhooks/tiktok" && roots.first?.service == "gateway")
            #expect(roots.first?.parent == nil)
            for (name, services) in Self.ends {
                let paths = tree.spans.filter { $0.name == name }.map { tree.services(on: tree.path(to: $0)) }
                let fits = paths.contains { path in
                    path.starts(with: ["gateway", "ingestion"]) && Array(path.suffix(services.count)) == services
                }
                #expect(fits, "\(name) by \(paths), not by \(services):\n\(tree.text)")
            }
            let calls = Set(tree.spans.compactMap { $0.attributes["shop.partner"]?.text })
            #expect(calls == ["tiktokshop", "shippo"], "\(tree.text)")
        }

        /// What is done, and through whose hands it came there; a label may be waited for by the stock or by the
        /// payment.
        private static let ends: [(String, [String])] = [
            ("process inventory.orders", ["gateway", "ingestion", "inventory"]),
            ("process fulfillment.orders", ["ingestion", "inventory", "fulfillment"]),
            ("work label.buy", ["fulfillment"]), ("work order.ship", ["fulfillment", "ingestion"]),
            ("process analytics.facts", ["fulfillment", "analytics"]),
        ]

        /// Leaves the export for `infra/local/traces.sh`, which has another reader read it.
        private func keep(_ collector: RecordingServer) throws {
            guard let path = ProcessInfo.processInfo.environment["TRACE_EXPORT"] else { return }
            let lines = collector.seen.map { String(decoding: $0.body, as: UTF8.self) }.joined(separator: "\n")
            try Data((lines + "\n").utf8).write(to: URL(filePath: path))
        }
    }
}
