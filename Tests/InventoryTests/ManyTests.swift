import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Inventory

/// Large numbers: SKUs, units, people who want the same.
@Suite(.timeLimit(.minutes(10))) struct ManyTests {
    @Test("a buffer that changes is told of 5,000 SKUs in steps, each once")
    func bufferChangesTold() async throws {
        try await StockRoom.lend { room in
            try await room.database.run(
                """
                WITH made AS (
                    INSERT INTO skus (tenant_id, sku_id, code)
                    SELECT \(Names.tenant.uuid), gen_random_uuid(), 'C' || n FROM generate_series(1, 4998) AS n
                    RETURNING tenant_id, sku_id)
                INSERT INTO levels (tenant_id, sku_id, location_id) SELECT tenant_id, sku_id, \(Names.location.uuid)
                FROM made
                """)
            for sku in [Names.shirt, Names.mug] { try await room.put(7, of: sku) }
            let settings = SettingsChanged(
                version: 1, zone: "UTC", currency: .usd, lowStockThreshold: 0, safetyBuffer: 2, isAutomationOn: true,
                channelTakesZero: true)
            let changed = try await room.handle(SettingsChangedHandler(), [settings])
            var next = changed.flatMap { $0.events(StockRulesChanged.self) }
            var (told, steps): ([StockChanged], Int) = ([], 0)
            while !next.isEmpty && steps < 100 {
                let handled = try await room.handle(StockRulesChangedHandler(), next)
                #expect(handled[0].events.count <= 101, "a step is bounded")
                told += handled.flatMap { $0.events(StockChanged.self) }
                next = handled.flatMap { $0.events(StockRulesChanged.self) }
                steps += 1
            }
            #expect(steps == 51, "5,000 ÷ 100, and one to see that no more come")
            #expect(Set(told.map(\.sku)).count == 5_000 && told.count == 5_000)
            #expect(told.filter { $0.available == 5 }.count == 2, "7 − 2")
            #expect(told.allSatisfy { $0.buffer == 2 })
        }
    }

    @Test("of two people who take one change back at once, one does and the other is told")
    func twoPeopleTake() async throws {
        try await StockCounter.open { counter in
            let made = try await counter.ask(
                StockAdjust(sku: Names.shirt, location: Names.location, units: 5, reason: "counted"))
            let undo = StockUndo(move: made.move.move)
            let people = [StockCounter.ann, StockCounter.bob, StockCounter.ann, StockCounter.bob]
            let outcomes = await withTaskGroup(of: String.self) { tasks in
                for person in people {
                    tasks.addTask {
                        do {
                            return "done: \(try await counter.ask(undo, as: person).level.onHand)"
                        } catch RequestTrouble.refused(let refusal) {
                            return refusal.code
                        } catch {
                            return "\(error)"
                        }
                    }
                }
                return await tasks.reduce(into: []) { $0.append($1) }.sorted()
            }
            #expect(outcomes == ["done: 0", "undoneAlready", "undoneAlready", "undoneAlready"])
            #expect(try await counter.room.level(Names.shirt) == [0, 0, 0])
            #expect(try await counter.room.count("moves", "kind = 'undone'") == 1)
            #expect(try await counter.room.discrepancies() == 0)
        }
    }

    @Test("a million units of one line are reserved, one more is refused by its field")
    func millionUnitsLine() async throws {
        try await StockRoom.lend { room in
            try await room.put(2_000_000, of: Names.mug)
            try await room.put(1_000_000, of: Names.shirt)
            let id = OrderID.mint()
            try await room.handle(OrderChangedHandler(), [order(id, lines: [line("gift box", open: 1_000_000)])])
            #expect(try await room.level(Names.mug) == [2_000_000, 2_000_000, 0])
            for units in [1_000_001, -1, Int.max, Int.min] {
                let refused = try await room.handle(
                    OrderChangedHandler(),
                    [order(OrderID.mint(), lines: [line("mug", open: 1), line("shirt", open: units)])]
                ).first
                guard case .reject(_, let detail) = refused?.outcome else {
                    Issue.record("\(units) must be refused")
                    continue
                }
                #expect(detail == "lines[1].units.open")
            }
            let many = try await room.handle(
                OrderChangedHandler(), [order(OrderID.mint(), lines: (0..<1_001).map { line("L\($0)", open: 1) })]
            ).first
            guard case .reject(_, let detail) = many?.outcome else {
                Issue.record("1,001 lines must be refused")
                return
            }
            #expect(detail == "lines")
            #expect(try await room.count("moves") == 4, "two that put them there, two that reserved")
            #expect(try await room.discrepancies() == 0)
        }
    }

    @Test("who waits is served by the time of payment, passing over those that do not fit")
    func waitsServedTime() async throws {
        try await StockRoom.lend { room in
            let wanted = [(minute: Int64(4), units: 1), (2, 5), (1, 3), (3, 2)]
            var orders: [OrderID] = []
            for (minute, units) in wanted {
                orders.append(OrderID.mint())
                try await room.handle(
                    OrderChangedHandler(),
                    [order(orders[orders.count - 1], paid: minute, lines: [line("shirt", open: units)])])
            }
            try await room.put(6, of: Names.shirt)
            try await room.handle(
                StockRisenHandler(), [StockRisen(places: [.init(sku: Names.shirt, location: Names.location)])])
            var states: [String?] = []
            for id in orders { states.append(try await room.state(id)) }
            #expect(
                states == ["reserved", "waiting", "reserved", "reserved"],
                "3 at minute 1; 5 of minute 2 do not fit into the other 3; 2 and 1 do")
            #expect(try await room.level(Names.shirt) == [6, 6, 0])
        }
    }
}
