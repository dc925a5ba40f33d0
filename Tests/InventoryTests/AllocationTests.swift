import Contracts
import Testing

@testable import Inventory

/// What an order does to stock, decided without a database. Every test ends with the rule that never breaks: no level
/// promises more than it has.
@Suite struct AllocationTests {
    private static let shirts = LevelKey(tenant: Names.tenant, sku: Names.shirt, location: Names.location)
    private static let mugs = LevelKey(tenant: Names.tenant, sku: Names.mug, location: Names.location)
    private static let catalogue = [
        "shirt": [Component(sku: Names.shirt, units: 1)], "mug": [Component(sku: Names.mug, units: 1)],
        "gift box": [Component(sku: Names.shirt, units: 1), Component(sku: Names.mug, units: 2)],
    ]

    /// An order and the stock around it.
    private struct Case {
        var order = StockOrder(
            key: OrderKey(tenant: Names.tenant, order: OrderID(Names.id(40))), shop: Names.shop,
            location: Names.location)
        var levels: [LevelKey: Level]

        init(shirts: Int, mugs: Int = 0, reserved: Int = 0, held: Int = 0) {
            levels = [
                AllocationTests.shirts: Level(
                    code: "S", onHand: shirts, reserved: reserved, held: held, isCounted: true),
                AllocationTests.mugs: Level(code: "M", onHand: mugs, reserved: 0, held: 0, isCounted: true),
            ]
        }

        @discardableResult mutating func demand(
            _ lines: [OrderLine], status: OrderStatus = .awaitingShipment, flags: [OrderFlag] = [],
            isPast: Bool = false, leftAt: Int64 = 0,
            catalogue: [String: [Component]] = AllocationTests.catalogue
        ) throws -> Allocation {
            var allocation = Allocation(order, levels: levels)
            let message = InventoryTests.order(order.key.order, status: status, flags: flags, lines: lines)
            let left = Departure(at: Instant(seconds: leftAt), isBeforeConnection: isPast)
            allocation.demand(try Demand(message), left: left) { catalogue[$0] }
            allocation.noteOversell(isFirstSight: order.version == 0)
            return take(allocation)
        }

        @discardableResult mutating func serve(
            catalogue: [String: [Component]] = AllocationTests.catalogue
        ) -> Allocation {
            var allocation = Allocation(order, levels: levels)
            allocation.serve { catalogue[$0] }
            return take(allocation)
        }

        private mutating func take(_ allocation: Allocation) -> Allocation {
            order = allocation.order
            order.version += 1
            var ledger = levels
            for move in allocation.moves { ledger[move.level]?.apply(move) }
            #expect(ledger == allocation.levels, "the moves explain the levels")
            levels = allocation.levels
            for level in levels.values {
                #expect(level.reserved >= 0 && level.held >= 0 && level.reserved + level.held <= level.onHand)
            }
            return allocation
        }

        /// On hand and reserved of the shirts.
        var shirts: [Int] { levels[AllocationTests.shirts].map { [$0.onHand, $0.reserved] } ?? [] }
        var mugs: [Int] { levels[AllocationTests.mugs].map { [$0.onHand, $0.reserved] } ?? [] }
    }

    @Test("an order reserves what it needs, lines of one listing added up")
    func orderReservesNeeds() throws {
        var shelf = Case(shirts: 10)
        try shelf.demand([line("shirt", open: 2), line("shirt", open: 1, shipConfirmed: 1)])
        #expect(shelf.order.state == .reserved && shelf.shirts == [10, 4])
    }

    @Test("an order reserves whole or not at all")
    func orderReservesWhole() throws {
        var shelf = Case(shirts: 10, mugs: 1)
        let allocation = try shelf.demand([line("shirt", open: 2), line("mug", open: 3)])
        #expect(shelf.order.state == .waiting && shelf.shirts == [10, 0] && shelf.mugs == [1, 0])
        #expect(allocation.missing == [Self.mugs: 2], "3 wanted, 1 there")
        #expect(shelf.order.isOversell)
    }

    @Test("two lines that fit one by one but not together make the order wait")
    func twoLinesFit() throws {
        var shelf = Case(shirts: 3, mugs: 10)
        try shelf.demand([line("shirt", open: 2), line("gift box", open: 2)])
        #expect(shelf.order.state == .waiting && shelf.shirts == [3, 0])
    }

    @Test("what people hold and others reserved is not there to take")
    func peopleHoldOthers() throws {
        var shelf = Case(shirts: 10, reserved: 5, held: 3)
        try shelf.demand([line("shirt", open: 3)])
        #expect(shelf.order.state == .waiting && shelf.shirts == [10, 5])
    }

    @Test("a bundle takes its units of each part")
    func bundleTakesUnits() throws {
        var shelf = Case(shirts: 5, mugs: 5)
        try shelf.demand([line("gift box", open: 2)])
        #expect(shelf.shirts == [5, 2] && shelf.mugs == [5, 4])
    }

    @Test("a line that is cancelled gives back its own units only")
    func lineCancelledGives() throws {
        var shelf = Case(shirts: 5, mugs: 5)
        try shelf.demand([line("shirt", open: 2), line("mug", open: 1)])
        let allocation = try shelf.demand([line("shirt", open: 1, cancelled: 1), line("mug", open: 1)])
        #expect(shelf.order.state == .reserved && shelf.shirts == [5, 1] && shelf.mugs == [5, 1])
        #expect(allocation.moves.map(\.kind) == [.released])
    }

    @Test("a cancelled order holds nothing, even if its lines do not say so")
    func cancelledOrderHolds() throws {
        var shelf = Case(shirts: 5)
        try shelf.demand([line("shirt", open: 2)])
        try shelf.demand([line("shirt", open: 2)], status: .cancelled)
        #expect(shelf.order.state == .released && shelf.shirts == [5, 0])
    }

    @Test("an order that is first seen cancelled moves nothing")
    func orderFirstSeen() throws {
        var shelf = Case(shirts: 5)
        let allocation = try shelf.demand([line("shirt", cancelled: 2)], status: .cancelled)
        #expect(shelf.order.state == .released && allocation.moves.isEmpty)
    }

    @Test("what is handed over leaves the books, step by step")
    func handedOverLeaves() throws {
        var shelf = Case(shirts: 5)
        try shelf.demand([line("shirt", open: 3)])
        try shelf.demand([line("shirt", open: 1, shipConfirmed: 1, handedOver: 1)])
        #expect(shelf.order.state == .reserved && shelf.shirts == [4, 2])
        try shelf.demand([line("shirt", handedOver: 3)])
        #expect(shelf.order.state == .deducted && shelf.shirts == [2, 0])
        try shelf.demand([line("shirt", handedOver: 3)])
        #expect(shelf.shirts == [2, 0], "once is enough")
    }

    @Test("a cancel gives nothing back of what has left")
    func cancelGivesNothing() throws {
        var shelf = Case(shirts: 5)
        try shelf.demand([line("shirt", shipConfirmed: 2)], status: .awaitingCollection)
        let allocation = try shelf.demand([line("shirt", handedOver: 2)], status: .cancelled)
        #expect(shelf.order.state == .deducted && shelf.shirts == [3, 0])
        #expect(allocation.moves.map(\.kind) == [.deducted])
    }

    @Test("an order first seen handed over is deducted at once")
    func orderFirstSeenHanded() throws {
        var shelf = Case(shirts: 5)
        try shelf.demand([line("shirt", handedOver: 2)], status: .inTransit)
        #expect(shelf.order.state == .deducted && shelf.shirts == [3, 0])
    }

    @Test("more handed over than there is empties the books and notes the rest")
    func moreHandedOver() throws {
        var shelf = Case(shirts: 5, reserved: 3, held: 1)
        let allocation = try shelf.demand([line("shirt", handedOver: 4)], status: .inTransit)
        #expect(shelf.shirts == [4, 3], "one unit was free")
        #expect(allocation.moves.map(\.uncovered) == [3])
        #expect(shelf.order.state == .deducted)
    }

    @Test("what left before the shop was connected moves nothing, then and later")
    func leftBeforeShop() throws {
        var shelf = Case(shirts: 5)
        try shelf.demand([line("shirt", open: 1, handedOver: 2)], isPast: true)
        #expect(shelf.order.state == .reserved && shelf.shirts == [5, 1])
        try shelf.demand([line("shirt", handedOver: 3)])
        #expect(shelf.shirts == [4, 0])
    }

    @Test("what left before the connection stays past while its listing is unmapped")
    func leftBeforeConnection() throws {
        var shelf = Case(shirts: 5)
        try shelf.demand([line("cup", open: 1, handedOver: 2)], isPast: true)
        try shelf.demand([line("cup", open: 1, handedOver: 2)])
        shelf.serve(catalogue: ["cup": [Component(sku: Names.shirt, units: 1)]])
        #expect(shelf.order.state == .reserved && shelf.shirts == [5, 1])
    }

    @Test("what had left when its level was counted moves nothing, and gives back what was set aside")
    func leftLevelCounted() throws {
        var shelf = Case(shirts: 5)
        shelf.levels[Self.shirts]?.figureAt = Instant(seconds: 100)
        try shelf.demand([line("shirt", open: 3)])
        try shelf.demand([line("shirt", open: 1, handedOver: 2)], leftAt: 99)
        #expect(shelf.order.state == .reserved && shelf.shirts == [5, 1], "the count was read without the two")
        try shelf.demand([line("shirt", handedOver: 3)], leftAt: 100)
        #expect(shelf.order.state == .deducted && shelf.shirts == [4, 0], "within the same second it is not known")
    }

    @Test(
        "units of an unmapped listing are past for a level that was counted behind them",
        arguments: [(99, 5), (100, 2)])
    func unitsUnmappedListing(
        left: Int, onHand: Int
    ) throws {
        var shelf = Case(shirts: 5)
        try shelf.demand([line("cup", handedOver: 3)], leftAt: Int64(left))
        try shelf.demand([line("cup", handedOver: 3)], leftAt: 500)
        shelf.levels[Self.shirts]?.figureAt = Instant(seconds: 100)
        shelf.serve(catalogue: ["cup": [Component(sku: Names.shirt, units: 1)]])
        #expect(shelf.order.state == .deducted && shelf.shirts == [onHand, 0], "a repeat is no departure")
    }

    @Test("each part of a bundle has the count of its own level")
    func eachPartBundle() throws {
        var shelf = Case(shirts: 5, mugs: 5)
        shelf.levels[Self.shirts]?.figureAt = Instant(seconds: 50)
        shelf.levels[Self.mugs]?.figureAt = Instant(seconds: 100)
        try shelf.demand([line("new box", handedOver: 1)], leftAt: 70)
        shelf.serve(catalogue: ["new box": Self.catalogue["gift box"] ?? []])
        #expect(
            shelf.shirts == [4, 0] && shelf.mugs == [5, 0], "counted before the shirt left, and after the mugs did")
    }

    @Test("only the first parcel has the channel's time, the others left when the order changed")
    func onlyFirstParcel() {
        let message = order(
            OrderID(Names.id(40)), at: Instant(seconds: 900), handedOverAt: Instant(seconds: 100),
            lines: [line("shirt", handedOver: 2)])
        var known = Case(shirts: 0).order
        #expect(Departure(message, since: known, connectedAt: Instant(seconds: 101)).isBeforeConnection)
        known.version = 1
        let first = Departure(message, since: known, connectedAt: Instant(seconds: 101))
        #expect(first.at == Instant(seconds: 100) && !first.isBeforeConnection, "it is known here")
        known.needs = [Need(channelSKU: "shirt", sku: Names.shirt, each: 1, deducted: 1)]
        #expect(Departure(message, since: known, connectedAt: nil).at == Instant(seconds: 900))
    }

    @Test("an order with an unmapped line waits and takes nothing")
    func orderUnmappedLine() throws {
        var shelf = Case(shirts: 5)
        try shelf.demand([line("shirt", open: 1), line("cup", open: 1)])
        #expect(shelf.order.state == .waiting && shelf.shirts == [5, 0])
        #expect(!shelf.order.isOversell, "nothing is missing, something is unknown")
        shelf.serve(catalogue: Self.catalogue.merging(["cup": [Component(sku: Names.mug, units: 1)]]) { $1 })
        #expect(shelf.order.state == .waiting, "there are no mugs")
        shelf.levels[Self.mugs]?.onHand = 1
        shelf.serve()
        #expect(shelf.order.state == .reserved && shelf.shirts == [5, 1] && shelf.mugs == [1, 1])
    }

    @Test("a waiting order is served when stock has come, and stays an oversell")
    func waitingOrderServed() throws {
        var shelf = Case(shirts: 1)
        try shelf.demand([line("shirt", open: 2)])
        shelf.serve()
        #expect(shelf.order.state == .waiting)
        shelf.levels[Self.shirts]?.onHand = 2
        shelf.serve()
        #expect(shelf.order.state == .reserved && shelf.shirts == [2, 2] && shelf.order.isOversell)
    }

    @Test("an order that others ship touches nothing and gives back what it had")
    func orderOthersShip() throws {
        var shelf = Case(shirts: 5)
        try shelf.demand([line("shirt", open: 2)])
        try shelf.demand([line("shirt", open: 2)], flags: [.fulfilledByChannel])
        #expect(shelf.order.state == .notOurs && shelf.shirts == [5, 0])
        try shelf.demand([line("shirt", handedOver: 2)], flags: [.fulfilledByChannel])
        #expect(shelf.shirts == [5, 0])
    }

    @Test("an order keeps the SKUs it was mapped to when it came")
    func orderKeepsSKUs() throws {
        var shelf = Case(shirts: 5, mugs: 5)
        try shelf.demand([line("shirt", open: 2)])
        try shelf.demand([line("shirt", handedOver: 2)], catalogue: ["shirt": [Component(sku: Names.mug, units: 1)]])
        #expect(shelf.shirts == [3, 0] && shelf.mugs == [5, 0])
    }

    @Test("a quantity that cannot be true names its field", arguments: [-1, 1_000_001, Int.max, Int.min])
    func quantityCannotTrue(units: Int) {
        let message = order(OrderID(Names.id(40)), lines: [line("a", open: 1), line("b", handedOver: units)])
        #expect {
            try Demand(message)
        } throws: { error in
            (error as? Demand.Absurdity)?.field == "lines[1].units.handedOver"
        }
    }
}
