import Contracts
import Foundation
import Postgres
import TestKit
import Testing

@testable import Ingestion
@testable import Messaging

/// What operators are told of orders that are still to be read, and of whose work there is.
@Suite(.timeLimit(.minutes(5))) struct OperatorShelfTests {
    private let channelOrder = "576455773000977336"

    @Test("an order that was rung for and not read is known by the channel's id, and so is its reading")
    func unread() async throws {
        try await Bench.run { bench in
            let (shop, other) = (try await bench.connect(), try await bench.connect("7496", openID: "open-2"))
            let shelf = OperatorShelf(desk: bench.desk)
            #expect(try await shelf.find(channelOrder, in: bench.database) == nil)
            try await bench.queue.enqueue([FetchOrders.item(channelOrder, shop, source: .webhook)])
            let traced = try #require(try await shelf.find(channelOrder, in: bench.database))
            #expect(traced == OrderTraced(tenant: Bench.tenant, channelOrder: channelOrder))
            let work = try await shelf.work(on: traced, in: bench.database)
            let keys = [shop, other].map { "\($0.shop)/\(channelOrder)" }
            #expect(Set(work.map(\.key)) == Set(keys) && work.allSatisfy { $0.kind == "orders.fetch" })
            let wanted = try await bench.queue.list(WorkFilter(key: keys[0])).map(\.key)
            #expect(Set(wanted).isSubset(of: work) && wanted.count == 1, "it bears the key of the work itself")
        }
    }

    @Test("brands and shops that are connected are known, others not")
    func known() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let shelf = OperatorShelf(desk: bench.desk)
            for (tenant, id, isKnown) in [
                (Bench.tenant, nil, true), (Bench.tenant, shop.shop, true), (nil, shop.shop, true),
                (Bench.otherTenant, nil, false), (Bench.otherTenant, shop.shop, false), (nil, ShopID.mint(), false),
            ] as [(TenantID?, ShopID?, Bool)] {
                #expect(try await shelf.knows(tenant, id, in: bench.database) == isKnown)
            }
        }
    }
}
