import Contracts
import Foundation
import Testing

@Suite("The journey of an order")
struct OrderJourneyTests {
    @Test("the document is what the code says")
    func document() throws {
        let made = OrderJourney().text
        if ProcessInfo.processInfo.environment["WRITE_DOCS"] == "1" {
            try Data(made.utf8).write(to: Tree.root.appending(path: OrderJourney.path))
        }
        #expect(Tree.text(OrderJourney.path) == made, "run make docs")
    }

    @Test("every subscription is found, and its handler too")
    func subscriptions() {
        let text = OrderJourney().text
        #expect(text.contains("| `shop.order.changed.v1` | `inventory.orders` | [OrderChangedHandler]"))
        #expect(text.contains("| `shop.order.ship.v1` | `ingestion.commands` | [OrderShipHandler]"))
        #expect(text.contains("| `shop.order.changed.v1` | `fulfillment.orders` | [OrderFactHandler]"))
        #expect(text.contains("| `shop.order.changed.v1` | `credit.facts` | [SaleHandler]"))
        // What is not found is written without a link.
        #expect(text.firstMatch(of: /\| `\w+` \|\n/) == nil, "a handler's file is not found")
        for match in text.matches(of: /\| `[\w.]+` \| `[\w.]+` \| \[\w+\]\(([^)]+)\) \|/) {
            #expect(match.output.1.contains("/Handlers/"), "\(match.output.1) is no handler's file")
        }
    }

    @Test("of webhooks the document says which reach which service")
    func patterns() {
        let told = OrderJourney().text.split(separator: "\n").first { $0.hasPrefix("| [`shop.webhook.received.v1`]") }
        #expect(told?.contains("Fulfillment (`gateway.shippo.#`), Ingestion (`gateway.tiktok.#`, `in.#`)") == true)
    }

    @Test("whatever the topology brings to a queue is in the document, with its queue and its hearer")
    func topology() {
        let text = OrderJourney().text
        let lines = text.split(separator: "\n")
        // Partners' webhooks have patterns in place of names; what every service answers is told nowhere in particular.
        for lane in Topology.lanes where lane.exchange != .webhooks {
            let ofEach = Topology.ofEachService.map { Topology.key($0.name, at: lane.service) }
            for key in lane.keys where !ofEach.contains(key) {
                #expect(text.contains("| `\(key)` | `\(lane.queue)` | ["), "\(key) on \(lane.queue)")
                guard lane.exchange == .events else { continue }
                let told = lines.first { $0.hasPrefix("| [`\(key)`]") } ?? ""
                #expect(told.contains(lane.service.capitalized), "\(key) is heard by \(lane.service): \(told)")
            }
        }
    }
}
