import Commerce
import Contracts
import Foundation
import Testing
import TikTokShop

@testable import Ingestion

struct StockPlanTests {
    private let rules = ChannelPush.Rules(acceptsZero: true)

    @Test("a SKU that changes names every warehouse it lies in, the others unchanged")
    func everyWarehouse() throws {
        // Q = limit 40 - max(C 2, own 3) = 37 in W1; W2 is not in the wish and keeps its 5.
        let plan = StockPlan(wish([("11", "W1", 40, 3)]), try inventory(["W1": (58, 2), "W2": (5, 0)]), rules: rules)
        #expect(plan.updates == ["11": ["W1": 37, "W2": 5]])
        #expect(plan.levels[0].set == 37)
        #expect(plan.levels[0].available == 58)
        #expect(plan.levels[0].committed == 2)
    }

    @Test("nothing is sent where the channel shows the quantity already")
    func skip() throws {
        let plan = StockPlan(wish([("11", "W1", 60, 2)]), try inventory(["W1": (58, 2)]), rules: rules)
        #expect(plan.isEmpty)
        #expect(plan.levels[0].set == nil)
        #expect(plan.levels[0].refusal == nil)
    }

    @Test("a warehouse that the channel does not know is answered with a refusal")
    func unknown() throws {
        let plan = StockPlan(wish([("11", "W9", 60, 2)]), try inventory(["W1": (58, 2)]), rules: rules)
        #expect(plan.isEmpty)
        #expect(plan.levels[0].refusal == "the channel has no stock of it in this warehouse")
        #expect(plan.levels[0].isAbsent == true, "telling it again would change nothing")
    }

    @Test("where 0 is not taken, a listing of which nothing is left is taken down, one of which something is, is not")
    func zero() throws {
        let noZero = ChannelPush.Rules(acceptsZero: false)
        let wish = wish([("11", "W1", 2, 2)])
        let plan = StockPlan(wish, try inventory(["W1": (58, 2)]), rules: noZero)
        #expect(plan.isEmpty)
        #expect(plan.isOver)
        #expect(plan.takenDown.map(\.set) == [0])
        #expect(plan.takenDown.map(\.refusal) == [nil])
        let other = StockPlan(wish, try inventory(["W1": (58, 2), "W2": (3, 0)]), rules: noZero)
        #expect(!other.isOver)
        #expect(other.levels[0].refusal == "the channel takes no 0; the variant has to be taken off sale by hand")
        #expect(StockPlan(wish, try inventory(["W1": (58, 2), "W2": (0, 0)]), rules: noZero).isOver)
        let zero = StockPlan(wish, try inventory(["W1": (58, 2)]), rules: rules)
        #expect(zero.updates == ["11": ["W1": 0]])
        #expect(!zero.isOver)
    }

    @Test("a refusal inside a success is told for its warehouse; a later round keeps what an earlier one set")
    func rounds() throws {
        let wish = wish([("11", "W1", 40, 0)])
        let first = StockPlan(wish, try inventory(["W1": (58, 0)]), rules: rules)
        var rounds = StockRounds()
        rounds.add(first, InventoryUpdateResult())
        rounds.add(StockPlan(wish, try inventory(["W1": (40, 0)]), rules: rules), nil)
        #expect(rounds.levels.map(\.set) == [40])
        #expect(rounds.levels.map(\.available) == [58])
        let refused = try Samples.decode(
            InventoryUpdateResult.self,
            [
                "errors": [
                    [
                        "code": 12_052_990, "message": "Check failed",
                        "detail": [
                            "sku_id": "11",
                            "extra_errors": [
                                ["warehouse_id": "W1", "code": 12_052_097, "message": "warehouse not found"]
                            ],
                        ],
                    ]
                ]
            ])
        var other = StockRounds()
        other.add(first, refused)
        #expect(other.levels[0].refusal == "12052097: warehouse not found")
        #expect(other.levels[0].set == nil)
    }

    private func wish(_ limits: [(String, String, Int, Int)]) -> ChannelStockSet {
        ChannelStockSet(
            shop: Samples.shop, channelProduct: "1", sequence: 1, changedAt: Samples.readAt,
            limits: limits.map { .init(channelSKU: $0.0, channelWarehouse: $0.1, limit: $0.2, own: $0.3) })
    }

    private func inventory(_ levels: [String: (Int, Int)]) throws -> ProductInventory {
        let warehouses = levels.map { name, level in
            ["warehouse_id": name, "available_quantity": level.0, "committed_quantity": level.1] as [String: Any]
        }
        return try Samples.decode(
            ProductInventory.self, ["product_id": "1", "skus": [["id": "11", "warehouse_inventory": warehouses]]])
    }
}
