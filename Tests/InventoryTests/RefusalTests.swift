import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Inventory

/// What a channel does not take: it is told again until it does, and people are told once.
@Suite(.timeLimit(.minutes(10))) struct RefusalTests {
    private let pushes = StockChangedHandler()
    private let answers = ChannelStockToldHandler()

    private func changed() -> StockChanged {
        StockChanged(
            sku: Names.shirt, code: "shirt", location: Names.location, version: 1, onHand: 0, reserved: 0, held: 0,
            buffer: 0, available: 0, at: Names.connected)
    }

    private func told(_ sequence: Int64, _ refusals: [String: String?], isAbsent: Bool = false) -> ChannelStockTold {
        ChannelStockTold(
            shop: Names.shop, channelProduct: "product of shirt", sequence: sequence, changedAt: Names.connected,
            toldAt: Names.connected,
            levels: refusals.sorted { $0.key < $1.key }.map {
                .init(
                    channelSKU: $0.key, channelWarehouse: "w1", set: nil, available: 9, committed: 0,
                    refusal: $0.value, isAbsent: isAbsent ? true : nil)
            })
    }

    /// A room whose shop sells from a warehouse, with ten shirts of which its channel was told once.
    private func lend(_ body: (StockRoom) async throws -> Void) async throws {
        try await StockRoom.lend { room in
            try await room.database.run(
                """
                INSERT INTO warehouses (tenant_id, shop_id, channel_warehouse, location_id)
                VALUES (\(Names.tenant.uuid), \(Names.shop.uuid), 'w1', \(Names.location.uuid))
                """)
            try await room.put(10, of: Names.shirt)
            let commands = try await push(room)
            #expect(commands.map(\.sequence) == [1])
            try await body(room)
        }
    }

    private func push(_ room: StockRoom) async throws -> [ChannelStockSet] {
        try await room.handle(pushes, [changed()]).flatMap { $0.events(ChannelStockSet.self) }
            .filter { $0.channelProduct == "product of shirt" }
    }

    /// The pauses of what is wanted, in seconds.
    private func pauses(_ room: StockRoom) async throws -> [Int] {
        try await room.database.rows(
            "SELECT round(extract(epoch FROM due_at - now()))::bigint FROM work WHERE kind = 'pushes.again'",
            as: Int.self)
    }

    @Test("what a channel refused is told again, ever later, and noted once")
    func channelRefusedTold() async throws {
        try await lend { room in
            let creator = "12052393: locked by a creator"
            let first = try await room.handle(answers, [told(1, ["shirt": creator])])
            let action = try #require(first.flatMap { $0.events(ActionTaken.self) }.first)
            #expect(action.action == "channelStockRefused" && action.subject == "product of shirt")
            #expect(action.actor == "automation")
            #expect(action.sentence.contains("12052393") && action.sentence.contains("shirt"))
            #expect(try await pauses(room).allSatisfy { (50...60).contains($0) })
            #expect(try await room.count("work", "kind = 'pushes.again'") == 1)
            #expect(try await push(room).map(\.sequence) == [2], "what was refused counts as not told")
            try await room.database.run("DELETE FROM work")
            let second = try await room.handle(answers, [told(2, ["shirt": creator])])
            #expect(second.flatMap { $0.events(ActionTaken.self) }.isEmpty, "people know it already")
            #expect(try await pauses(room).allSatisfy { (110...120).contains($0) }, "twice as long")
            #expect(try await push(room).map(\.sequence) == [3])
            try await room.database.run("DELETE FROM work")
            try await room.handle(answers, [told(3, ["shirt": nil])])
            #expect(try await room.count("work", "kind = 'pushes.again'") == 0)
            #expect(try await room.count("pushes", "refused = '' AND refusals = 0 AND told_sequence = 3") == 1)
            #expect(try await push(room).isEmpty, "it is as it should be")
        }
    }

    @Test("what the channel keeps none of, and what a newer command says, is not told again")
    func channelKeepsNone() async throws {
        try await lend { room in
            let absent = try await room.handle(answers, [told(1, ["shirt": "not there"], isAbsent: true)])
            #expect(absent.flatMap { $0.events(ActionTaken.self) }.isEmpty)
            #expect(try await push(room).map(\.sequence) == [2])
            try await room.put(-1, of: Names.shirt)
            #expect(try await push(room).map(\.sequence) == [3])
            try await room.handle(answers, [told(2, ["shirt": "too many calls"])])
            #expect(try await room.count("work", "kind = 'pushes.again'") == 0, "the answer to the third will tell")
        }
    }

    @Test("of a shop that is not connected nothing is told again")
    func shopNotConnected() async throws {
        try await lend { room in
            try await room.database.run("UPDATE shops SET state = 'ended'")
            let handled = try await room.handle(answers, [told(1, ["shirt": "the shop is not connected"])])
            #expect(handled.flatMap { $0.events(ActionTaken.self) }.isEmpty)
            #expect(try await room.count("work", "kind = 'pushes.again'") == 0)
        }
    }

    /// Of two listings one is locked, and nothing else ever changes.
    @Test("the worker has the refused listing pushed again without any change of stock")
    func workerRefusedListing() async throws {
        try await StockCounter.open { counter in
            let room = counter.room
            try await room.database.run(
                """
                INSERT INTO warehouses (tenant_id, shop_id, channel_warehouse, location_id)
                VALUES (\(Names.tenant.uuid), \(Names.shop.uuid), 'w1', \(Names.location.uuid))
                """)
            try await room.put(10, of: Names.shirt)
            try await room.handle(pushes, [changed()])
            try await room.handle(answers, [told(1, ["shirt": "12052990"])])
            let product = Offers.ProductKey(
                shop: ShopKey(tenant: Names.tenant, shop: Names.shop), channelProduct: "product of shirt")
            let cause = Metadata(name: StockChanged.name, tenant: Names.tenant)
            // As if the pause were over: of two wishes the earlier time counts.
            try await WorkQueue(room.database).enqueue([PushAgain.item(product, after: .zero, cause: cause)])
            try await eventually("the product is told again") {
                try await room.count("pushes", "channel_product = 'product of shirt' AND sequence = 2") == 1
            }
            #expect(try await room.count("pushes", "sequence > 1") == 1, "the gift box was told once")
            #expect(try await room.count("work", "kind = 'pushes.again'") == 0)
        }
    }

    @Test("the pauses double up to an hour")
    func pausesDoubleUp() {
        let pauses = (1...9).map { PushAnswers(sequence: 1, told: 1, refusals: $0).pause.components.seconds }
        #expect(pauses == [60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600])
    }
}
