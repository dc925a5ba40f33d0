import Contracts
import Foundation
import Testing

@testable import Inventory

/// How a level that is not its ledger is put back.
struct LedgerTests {
    private let key = LevelKey(tenant: TenantID(UUID.v7()), sku: SKUID(UUID.v7()), location: LocationID(UUID.v7()))

    private func level(_ onHand: Int, _ reserved: Int, _ held: Int) -> Level {
        Level(code: "MUG", onHand: onHand, reserved: reserved, held: held, version: 4, isCounted: true)
    }

    private func ledger(_ moved: (Int, Int, Int), needed: Int, holds: Int) -> Ledger {
        Ledger(onHandMoved: moved.0, reservedMoved: moved.1, heldMoved: moved.2, needed: needed, heldByHolds: holds)
    }

    @Test("a level that is its ledger is left alone")
    func alike() throws {
        #expect(try ledger((10, 3, 1), needed: 3, holds: 1).mend(level(10, 3, 1), key, actor: "a", reason: "r") == nil)
    }

    @Test("moves are the truth of what is there; then the ledger lacks nothing")
    func onHand() throws {
        let mending = try #require(
            try ledger((10, 3, 1), needed: 3, holds: 1).mend(level(17, 3, 1), key, actor: "a", reason: "r"))
        #expect(mending.level.onHand == 10 && mending.level.version == 5 && mending.correction == nil)
    }

    @Test("orders and holds are the truth of what is promised; a move brings the ledger there")
    func promised() throws {
        let mending = try #require(
            try ledger((10, 3, 1), needed: 5, holds: 0).mend(level(10, 3, 1), key, actor: "a", reason: "r"))
        #expect(mending.level.reserved == 5 && mending.level.held == 0)
        // 5 - 3 and 0 - 1.
        #expect(mending.correction?.reserved == 2 && mending.correction?.held == -1 && mending.correction?.onHand == 0)
        let behind = try #require(
            try ledger((10, 3, 1), needed: 5, holds: 1).mend(level(10, 5, 1), key, actor: "a", reason: "r"))
        #expect(behind.level.reserved == 5 && behind.correction?.reserved == 2, "the moves alone were wrong")
    }

    @Test("more promised than there is by the moves is for a person")
    func overdrawn() {
        #expect(throws: Ledger.Overdrawn(onHand: 4, promised: 5)) {
            _ = try ledger((4, 3, 1), needed: 4, holds: 1).mend(level(9, 4, 1), key, actor: "a", reason: "r")
        }
        #expect(throws: Ledger.Overdrawn(onHand: -1, promised: 0)) {
            _ = try ledger((-1, 0, 0), needed: 0, holds: 0).mend(level(9, 0, 0), key, actor: "a", reason: "r")
        }
    }
}
