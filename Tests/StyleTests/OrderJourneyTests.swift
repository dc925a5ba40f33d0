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
        #expect(text.contains("| `shop.order.ship.v1` | `ingestion.commands` | [ShipWishes]"))
        // What is not found is written without a link.
        #expect(text.firstMatch(of: /\| `\w+` \|\n/) == nil, "a handler's file is not found")
    }
}
