import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Inventory

/// What others are told of levels: each once per batch, as it stands after it.
@Suite struct LevelNewsTests {
    private let orders = OrderChangedHandler()

    /// What a batch tells of a SKU.
    private func told(_ messages: [OrderChanged], of sku: SKUID = Names.shirt) async throws -> [StockChanged] {
        try await StockRoom.lend { room in
            try await room.put(10, of: Names.shirt)
            try await room.put(10, of: Names.mug)
            let handled = try await room.handle(orders, messages)
            #expect(handled.flatMap { $0.events(StockChanged.self) }.isEmpty, "no order tells it for itself")
            return handled.summed(StockChanged.self).filter { $0.sku == sku }
        }
    }

    private func sale(_ listing: String, _ units: Int = 1) -> OrderChanged {
        order(OrderID.mint(), lines: [line(listing, open: units)])
    }

    @Test("a level that forty orders changed is told once, with its last figures and version")
    func levelFortyOrders() async throws {
        let news = try await told((0..<5).map { _ in sale("shirt") } + (0..<40).map { _ in sale("shirt", 9) })
        #expect(news.map(\.reserved) == [5] && news.map(\.available) == [5], "5 × 1; 9 fit nowhere")
        #expect(news.map(\.version) == [6], "the first units, then five orders")
    }

    @Test("it names the listing that sold, if nothing else changed the level")
    func namesListingSold() async throws {
        let seller = StockChanged.Listing(shop: Names.shop, channelSKU: "shirt")
        #expect(try await told([sale("shirt"), sale("shirt", 2)]).map(\.soldBy) == [seller])
        #expect(try await told([sale("shirt"), sale("mug")]).map(\.soldBy) == [seller], "mugs are another level")
        let gone = order(
            OrderID.mint(), status: .inTransit, at: Instant(seconds: 1_770_000_000),
            lines: [line("shirt", handedOver: 1)])
        #expect(try await told([sale("shirt"), gone]).map(\.soldBy) == [seller], "handed over at once: sold as well")
    }

    @Test("it names none where two listings sold, or something was given back")
    func namesNoneTwo() async throws {
        #expect(try await told([sale("shirt"), sale("gift box")]).map(\.soldBy) == [nil])
        #expect(
            try await told([sale("shirt"), sale("gift box")], of: Names.mug).map(\.soldBy?.channelSKU) == ["gift box"])
        let both = order(OrderID.mint(), lines: [line("shirt", open: 1), line("gift box", open: 1)])
        #expect(try await told([both]).map(\.soldBy) == [nil])
        let first = sale("shirt", 3)
        let fewer = order(first.order, version: 2, lines: [line("shirt", open: 1, cancelled: 2)])
        let news = try await told([first, fewer])
        #expect(news.map(\.soldBy) == [nil] && news.map(\.reserved) == [1])
    }

    @Test("a level that nothing changed is not told")
    func levelNothingChanged() async throws {
        #expect(try await told([sale("shirt", 11), sale("mug")]).isEmpty, "11 are more than there are")
    }

    @Test("levels of one batch are told in the order of their keys, each to its tenant")
    func levelsBatchTold() async throws {
        try await StockRoom.lend { room in
            try await room.put(10, of: Names.shirt)
            try await room.put(10, of: Names.mug)
            let handled = try await room.handle(orders, [sale("shirt"), sale("mug"), sale("gift box")])
            #expect(handled.summary.map(\.tenant) == [Names.tenant, Names.tenant])
            #expect(handled.summary.map(\.subject) == [Names.shirt.description, Names.mug.description])
        }
    }

    @Test("what left although the books had none is told in sum")
    func leftAlthoughBooks() async throws {
        let gone = [7, 6].map { units in
            order(OrderID.mint(), status: .inTransit, lines: [line("shirt", handedOver: units)])
        }
        let news = try await told(gone)
        #expect(news.map(\.onHand) == [0] && news.map(\.uncovered) == [3], "7 + 6 − 10")
    }
}
