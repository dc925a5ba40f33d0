import Contracts
import Foundation
import Testing

@testable import BenchKit
@testable import ProductDriver

@Suite("The workload in the platform's own words")
struct SubmittedOrdersTests {
    private static let workload = Workload(orders: 400, seed: 3, skew: 0.5)
    private static let tenants = Set(workload.orders.map(\.tenant))
    /// As if the channel had named every SKU of the workload with a letter before it.
    private static let told = SubmittedOrders(
        shops: Dictionary(
            uniqueKeysWithValues: tenants.map { tenant in
                let wares = SubmittedOrders.wares(workload, of: tenant)
                let listings = wares.map { ware in
                    (ware.code, Bazaar.Listing(sku: "S" + ware.code, product: "P", code: ware.code))
                }
                return (
                    tenant, Bazaar.Shop(id: "shop of \(tenant)", listings: Dictionary(uniqueKeysWithValues: listings))
                )
            }),
        beginning: Instant(milliseconds: 1_772_388_000_000))

    @Test("an order keeps its units and its worth, with one line for each listing")
    func lines() throws {
        for (number, order) in Self.workload.orders.enumerated() {
            let message = try #require(Self.told.message(order, number: number))
            #expect(message.channelShop == "shop of \(order.tenant)" && message.channelOrder == order.id)
            #expect(Set(message.lines.map(\.channelSKU)).count == message.lines.count)
            #expect(message.lines.reduce(0) { $0 + $1.units.open } == Int(order.units))
            #expect(message.lines.reduce(0) { $0 + $1.gmv } == order.cents)
            #expect(message.placedAt.milliseconds == 1_772_388_000_000 + Int64(number))
        }
    }

    @Test("a shop offers every SKU of its tenant once, at the price and with the stock of the workload")
    func wares() {
        let line = Self.workload.orders[0].lines[0]
        let wares = SubmittedOrders.wares(Self.workload, of: Self.workload.orders[0].tenant)
        #expect(wares.count == 1000 && Set(wares.map(\.code)).count == 1000)
        #expect(wares.first { $0.code == line.sku }?.price == line.cents)
        // Of the viral SKU 400 / 20, of the others 400.
        #expect(Set(wares.map(\.stock)) == [20, 400])
    }

    @Test("what a shop does not offer is not told")
    func unknown() {
        let empty = SubmittedOrders(
            shops: [Self.workload.orders[0].tenant: Bazaar.Shop(id: "1", listings: [:])],
            beginning: Instant(milliseconds: 0))
        #expect(empty.message(Self.workload.orders[0], number: 0) == nil)
        #expect(
            SubmittedOrders(shops: [:], beginning: Instant(milliseconds: 0))
                .message(Self.workload.orders[0], number: 0) == nil)
    }
}
