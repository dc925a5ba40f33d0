import Commerce
import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Inventory

/// What channels are told, and when, on a real database. Both shops sell shirts; the first one gift boxes too.
@Suite struct PushTests {
    private let handler = StockChangedHandler()

    private func changed(_ sku: SKUID = Names.shirt, soldBy listing: String? = nil, shop: ShopID = Names.shop)
        -> StockChanged
    {
        StockChanged(
            sku: sku, code: "shirt", location: Names.location, version: 1, onHand: 0, reserved: 0, held: 0, buffer: 0,
            available: 0, at: Names.connected, soldBy: listing.map { .init(shop: shop, channelSKU: $0) })
    }

    /// A room with a warehouse per shop and a second shop that sells shirts.
    private func lend(_ body: (StockRoom) async throws -> Void) async throws {
        try await StockRoom.lend { room in
            let (tenant, second) = (Names.tenant.uuid, Names.secondShop.uuid)
            for shop in [Names.shop, Names.secondShop] {
                try await room.database.run(
                    """
                    INSERT INTO warehouses (tenant_id, shop_id, channel_warehouse, location_id)
                    VALUES (\(tenant), \(shop.uuid), 'w1', \(Names.location.uuid))
                    """)
            }
            try await room.database.run(
                """
                INSERT INTO listings (tenant_id, shop_id, channel_sku, channel_product, synced_at)
                VALUES (\(tenant), \(second), 'tee', 'tees', now())
                """)
            try await room.database.run(
                "INSERT INTO components VALUES (\(tenant), \(second), 'tee', \(Names.shirt.uuid), 1)")
            try await body(room)
        }
    }

    private func limits(_ decisions: Handled<OfferChange>) -> [String: [Int]] {
        let limits = decisions.flatMap { $0.events(ChannelStockSet.self) }.flatMap(\.limits)
        return Dictionary(uniqueKeysWithValues: limits.map { ($0.channelSKU, [$0.limit, $0.own]) })
    }

    @Test("every listing that draws on a SKU is told, but the one that sold")
    func everyListingDraws() async throws {
        try await lend { room in
            try await room.put(10, of: Names.shirt)
            try await room.put(7, of: Names.mug)
            try await room.handle(OrderChangedHandler(), [order(OrderID.mint(), lines: [line("shirt", open: 3)])])
            let decisions = try await room.handle(handler, [changed(soldBy: "shirt")])
            #expect(limits(decisions) == ["tee": [7, 0], "gift box": [3, 0]], "10 − 3 shirts; 7 mugs make 3 boxes")
            let all = try await room.handle(handler, [changed()])
            #expect(limits(all) == ["shirt": [10, 3]], "its own three are within its limit; the others know already")
        }
    }

    /// A marketplace takes what is shipped out of its count of sold units. Told the 10 of before the order, it has
    /// shown 10 − 0 of which only 7 are left; told 10 of which 3 are its own, it shows 7.
    @Test(
        "the one that sold is told as well once the units are shipped, if it was told anything since the order",
        arguments: [nil, -120, 0, 30] as [Int64?])
    func shipped(answeredAfter seconds: Int64?) async throws {
        try await lend { room in
            try await room.put(10, of: Names.shirt)
            let before = try await room.handle(handler, [changed()])
            #expect(limits(before)["shirt"] == [10, 0])
            let id = OrderID.mint()
            try await room.handle(OrderChangedHandler(), [order(id, lines: [line("shirt", open: 3)])])
            if let seconds {
                let at = Instant(milliseconds: Names.placed.milliseconds + seconds * 1000)
                let answer = ChannelStockTold(
                    shop: Names.shop, channelProduct: "product of shirt", sequence: 1, changedAt: at, toldAt: at)
                try await room.handle(ChannelStockToldHandler(), [answer])
            }
            let shipped = order(
                id, version: 2, status: .awaitingCollection, lines: [line("shirt", shipConfirmed: 3)])
            let news = try await room.handle(OrderChangedHandler(), [shipped]).summed(StockChanged.self)
            #expect(news.map(\.shippedSince) == [Names.placed])
            let after = try await room.handle(handler, news)
            // Two minutes before the order is more than clocks may differ; that answer cannot have missed it.
            #expect(limits(after)["shirt"] == (seconds == -120 ? nil : [10, 3]))
        }
    }

    /// The channel had sold one unit that we had not heard of, and of ours one was confirmed, so that it no longer
    /// counted that. Told 10 of which one is our own it showed 10 − max(1, 1) = 9, one too many. The order that we
    /// heard of late is cancelled: the channel puts its unit back and shows 10. Told the same once more it shows
    /// 10 − max(0, 1) = 9, which is right.
    @Test(
        "the one of which units are cancelled is told the same again, if it was told anything since their order",
        arguments: [nil, -120, 30] as [Int64?])
    func cancelled(answeredAfter seconds: Int64?) async throws {
        try await lend { room in
            try await room.put(10, of: Names.shirt)
            let (ours, late) = (OrderID.mint(), OrderID.mint())
            try await room.handle(
                OrderChangedHandler(),
                [order(ours, status: .awaitingCollection, lines: [line("shirt", shipConfirmed: 1)])])
            #expect(limits(try await room.handle(handler, [changed()]))["shirt"] == [10, 1])
            if let seconds {
                let at = Instant(milliseconds: Names.placed.milliseconds + seconds * 1000)
                let answer = ChannelStockTold(
                    shop: Names.shop, channelProduct: "product of shirt", sequence: 1, changedAt: at, toldAt: at)
                try await room.handle(ChannelStockToldHandler(), [answer])
            }
            try await room.handle(OrderChangedHandler(), [order(late, lines: [line("shirt", open: 1)])])
            let cancel = order(late, version: 2, status: .cancelled, lines: [line("shirt", cancelled: 1)])
            let news = try await room.handle(OrderChangedHandler(), [cancel]).summed(StockChanged.self)
            #expect(news.map(\.cancelledSince) == [Names.placed])
            #expect(news.map(\.cancelledOf) == [.init(shop: Names.shop, channelSKU: "shirt")])
            let after = try await room.handle(handler, news)
            #expect(limits(after)["shirt"] == (seconds == -120 ? nil : [10, 1]))
            #expect(limits(after)["tee"] == nil, "the cancelled unit was none of its own")
        }
    }

    @Test("a product is told once for all changes that arrived together")
    func productToldOnce() async throws {
        try await lend { room in
            try await room.put(10, of: Names.shirt)
            let decisions = try await room.handle(handler, (0..<50).map { _ in changed() })
            let commands = decisions.flatMap { $0.events(ChannelStockSet.self) }
            #expect(Set(commands.map(\.channelProduct)) == ["product of shirt", "product of gift box", "tees"])
            #expect(commands.count == 3 && commands.allSatisfy { $0.sequence == 1 })
        }
    }

    @Test("sequences grow, and the same figures are not said twice")
    func sequencesGrowSame() async throws {
        try await lend { room in
            var sequences: [Int64] = []
            for units in [10, 0, 5] {
                if units > 0 { try await room.put(units, of: Names.shirt) }
                let commands = try await room.handle(handler, [changed()]).flatMap { $0.events(ChannelStockSet.self) }
                sequences += commands.filter { $0.channelProduct == "tees" }.map(\.sequence)
            }
            #expect(sequences == [1, 2])
        }
    }

    /// Ingestion keeps the newest command of a product alone: what an older one said and nobody has done yet would be
    /// lost.
    @Test("a command that takes the place of an unanswered one says what that said, with figures of now")
    func commandTakesPlace()
        async throws
    {
        try await lend { room in
            try await room.database.run("UPDATE listings SET channel_product = 'both' WHERE channel_sku <> 'gift box'")
            try await room.put(10, of: Names.shirt)
            try await room.put(7, of: Names.mug)
            func said(_ sku: SKUID) async throws -> [String: [Int]] {
                let handled = try await room.handle(handler, [changed(sku)])
                let commands = handled.flatMap { $0.events(ChannelStockSet.self) }
                return Dictionary(
                    commands.filter { $0.shop == Names.shop && $0.channelProduct == "both" }.flatMap(\.limits)
                        .map { ($0.channelSKU, [$0.limit, $0.own]) }
                ) { $1 }
            }
            #expect(try await said(Names.shirt) == ["shirt": [10, 0]])
            try await room.put(-4, of: Names.shirt)
            #expect(try await said(Names.mug) == ["mug": [7, 0], "shirt": [6, 0]])
            let answer = ChannelStockTold(
                shop: Names.shop, channelProduct: "both", sequence: 2, changedAt: Names.connected,
                toldAt: Names.connected)
            try await room.handle(ChannelStockToldHandler(), [answer])
            try await room.put(1, of: Names.mug)
            #expect(try await said(Names.mug) == ["mug": [8, 0]], "the other one is done")
        }
    }

    @Test("two listings that sold in one batch are each told of the other's sale")
    func twoListingsSold() async throws {
        try await lend { room in
            try await room.put(10, of: Names.shirt)
            let decisions = try await room.handle(
                handler, [changed(soldBy: "shirt"), changed(soldBy: "tee", shop: Names.secondShop)])
            #expect(Set(limits(decisions).keys) == ["shirt", "tee", "gift box"])
        }
    }

    @Test("the buffer is kept back from channels, not from orders")
    func bufferKeptBack() async throws {
        try await lend { room in
            try await room.put(10, of: Names.shirt)
            try await room.database.run("UPDATE skus SET buffer = 4")
            let decisions = try await room.handle(handler, [changed()])
            #expect(limits(decisions)["tee"] == [6, 0])
            let id = OrderID.mint()
            try await room.handle(OrderChangedHandler(), [order(id, lines: [line("shirt", open: 10)])])
            #expect(try await room.state(id) == "reserved")
        }
    }

    @Test("a fall below the threshold is told once, and again after a rise")
    func fallBelowThreshold() async throws {
        try await lend { room in
            try await room.database.run("UPDATE skus SET threshold = 3")
            var told: [Int] = []
            for change in [5, -2, -1, 4, -4] {
                try await room.put(change, of: Names.shirt)
                told += try await room.handle(handler, [changed()]).flatMap { $0.events(StockLow.self) }.map(
                    \.available)
            }
            #expect(told == [3, 2], "5, 3 told, 2, 6, 2 told")
        }
    }

    @Test("settings give threshold and buffer to SKUs that have none")
    func settingsGiveThreshold() async throws {
        try await lend { room in
            try await room.put(10, of: Names.shirt)
            func settings(_ version: Int, threshold: Int, buffer: Int) -> SettingsChanged {
                SettingsChanged(
                    version: version, zone: "UTC", currency: .usd, lowStockThreshold: threshold, safetyBuffer: buffer,
                    isAutomationOn: true, channelTakesZero: true)
            }
            try await room.handle(
                SettingsChangedHandler(), [settings(2, threshold: 12, buffer: 1), settings(1, threshold: 0, buffer: 9)])
            let decisions = try await room.handle(handler, [changed()])
            #expect(limits(decisions)["tee"] == [9, 0])
            #expect(decisions.first?.events(StockLow.self).map(\.threshold) == [12])
        }
    }

    @Test("where the channel takes no 0 every command says so, and a change of that is told again")
    func channelTakesNo() async throws {
        try await lend { room in
            try await room.put(10, of: Names.shirt)
            func settings(_ version: Int, takesZero: Bool) -> SettingsChanged {
                SettingsChanged(
                    version: version, zone: "UTC", currency: .usd, lowStockThreshold: 0, safetyBuffer: 0,
                    isAutomationOn: true, channelTakesZero: takesZero)
            }
            var said: [Set<Bool?>] = []
            for (version, takesZero) in [(1, true), (2, false), (3, false), (4, true)] {
                let heard = try await room.handle(
                    SettingsChangedHandler(), [settings(version, takesZero: takesZero)])
                #expect(heard.flatMap { $0.events(StockRulesChanged.self) }.count == (version % 2 == 0 ? 1 : 0))
                let commands = try await room.handle(handler, [changed()]).flatMap { $0.events(ChannelStockSet.self) }
                said.append(Set(commands.map(\.takesZero)))
            }
            #expect(said == [[nil], [false], [], [nil]], "the third tells nothing new")
        }
    }

    /// Two instances at work on one product by way of two SKUs: a gift box is one shirt and two mugs.
    @Test("who comes later to a product waits for the one before, and has the newer figures")
    func comesLaterProduct() async throws {
        try await lend { room in
            try await room.put(10, of: Names.shirt)
            try await room.put(20, of: Names.mug)
            try await room.handle(handler, [changed()])
            try await room.put(-1, of: Names.shirt)
            let first = try await OpenBatch.take(handler, changed(), room)
            try await room.put(-10, of: Names.mug)
            async let later = room.handle(handler, [changed(Names.mug)])
            try await eventually("the other one waits, or has not waited") {
                let others: SQL = "datname = current_database() AND pid <> pg_backend_pid()"
                let isWaiting = try await room.count("pg_stat_activity", "\(others) AND wait_event_type = 'Lock'") == 1
                let hasTold = try await room.count("pushes", "sequence > 1") > 0
                return isWaiting || hasTold
            }
            let told = try await [first.finish(), later.flatMap { $0.events(ChannelStockSet.self) }]
            let boxes = told.map { $0.filter { $0.channelProduct == "product of gift box" } }
            #expect(boxes.map { $0.map(\.sequence) } == [[2], [3]])
            #expect(boxes.map { $0.flatMap(\.limits).map(\.limit) } == [[9], [5]], "10 − 1 shirts; 20 − 10 mugs")
        }
    }

    @Test("a bundle's limit is rounded down, also below zero")
    func bundleLimitRounded() {
        let level = Level(code: "M", onHand: 5, reserved: 8, held: 0)
        func offer(_ own: Offers.Own) -> Offer? {
            Offer([Component(sku: Names.mug, units: 2)]) { _ in
                level
            } own: { _ in
                own
            }
        }
        #expect(offer(.init())?.limit == -2, "5 − 8 = −3, and −3 ÷ 2 is −1.5")
        let own = offer(.init(reserved: 3, shipConfirmed: 1))
        #expect(own?.own == 2 && own?.limit == 0, "three reserved mugs are two boxes; 5 − (8 − 3) = 0")
        #expect(own?.shipConfirmed == 1, "one shipped mug belongs to one box")
    }

    /// 10 shirts, of which 4 are sold here: 1 shipped and still on the books, 3 not. The channel counts 3 and, when it
    /// has sold another that nobody told us of yet, 4: it may sell 10 − (4 + 1) = 5.
    @Test("of its own a listing is told what is shipped, until that is handed over")
    func shipConfirmed() async throws {
        try await lend { room in
            try await room.put(10, of: Names.shirt)
            let id = OrderID.mint()
            func told(_ version: Int, _ status: OrderStatus, _ lines: [OrderLine]) async throws -> [Int?] {
                try await room.handle(
                    OrderChangedHandler(), [order(id, version: version, status: status, lines: lines)])
                try await room.database.run("UPDATE pushes SET limits = ''")
                let commands = try await room.handle(handler, [changed()]).flatMap { $0.events(ChannelStockSet.self) }
                let limit = commands.flatMap(\.limits).first { $0.channelSKU == "shirt" }
                return [limit?.limit, limit?.own, limit?.shipConfirmed]
            }
            #expect(try await told(1, .awaitingShipment, [line("shirt", open: 4)]) == [10, 4, nil])
            #expect(
                try await told(2, .partiallyShipping, [line("shirt", open: 3, shipConfirmed: 1)]) == [10, 4, 1])
            let push = ChannelPush(limit: 10, own: 4, shipConfirmed: 1, available: 6, committed: 4)
            #expect(push.quantity == 5)
            #expect(try await told(3, .partiallyShipping, [line("shirt", open: 3, handedOver: 1)]) == [9, 3, nil])
        }
    }

    @Test("what the channel answered is noted, the newest only")
    func channelAnsweredNoted() async throws {
        try await lend { room in
            try await room.put(10, of: Names.shirt)
            try await room.handle(handler, [changed()])
            func told(_ sequence: Int64) -> ChannelStockTold {
                ChannelStockTold(
                    shop: Names.secondShop, channelProduct: "tees", sequence: sequence, changedAt: Names.connected,
                    toldAt: Names.connected)
            }
            try await room.handle(ChannelStockToldHandler(), [told(5), told(4)])
            #expect(try await room.count("pushes", "told_sequence = 5 AND channel_product = 'tees'") == 1)
            // So these books were put back to a time before: the channel is told anew, and by a number that it takes.
            let pushed = try await room.handle(handler, [changed()])
            let commands = pushed.flatMap { $0.events(ChannelStockSet.self) }.filter { $0.channelProduct == "tees" }
            #expect(commands.map(\.sequence) == [6])
        }
    }
}
