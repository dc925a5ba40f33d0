import Contracts
import Foundation
import Testing

@testable import Ingestion

struct SubmittedOrderTests {
    @Test("an order in the platform's own words becomes a snapshot of the shop's market")
    func reads() throws {
        let read = try Self.reader.read(Self.order())
        #expect(read.snapshot.market == "US")
        #expect(read.snapshot.shipping == .seller)
        #expect(read.snapshot.buyer == Samples.buyers.pseudonym("b-1"))
        #expect(read.recipient?.postalCode == "78701")
    }

    /// What is wrong with an order after a change.
    private func fault(_ change: (inout OrderSubmitted) -> Void) -> String? {
        var order = Self.order()
        change(&order)
        do {
            _ = try Self.reader.read(order)
            return nil
        } catch {
            return error.description
        }
    }

    @Test("what its producer has to mend is named")
    func faults() {
        #expect(fault { _ in } == nil)
        #expect(fault { $0.lines = [] } == "lines is empty")
        #expect(fault { $0.lines[0].units.open = -1 } == "lines[0].units is not from 0 to 5000")
        #expect(fault { $0.lines[0].units.open = .max } == "lines[0].units is not from 0 to 5000")
        #expect(fault { $0.lines[0].units.open = 0 } == "lines[0].units has no unit at all")
        for (lacking, cancelled) in [(-1, 1), (2, 1)] {
            let units = OrderLine.Units(open: 2, cancelled: cancelled, outOfStock: lacking)
            #expect(
                fault { $0.lines[0].units = units }
                    == "lines[0].units.outOfStock is not from 0 to the units that are cancelled")
        }
        #expect(fault { $0.lines[0].units = OrderLine.Units(open: 1, cancelled: 1, outOfStock: 1) } == nil)
        #expect(fault { $0.lines[0].original = -1 } == "lines[0].original is negative")
        #expect(fault { $0.lines[0].original = .max } == "lines[0].original is beyond any price")
        #expect(fault { $0.lines[0].channelSKU = "" } == "lines[0].channelSKU is missing")
        let repeated = "lines[1].channelSKU repeats; count units of one price in one line"
        #expect(fault { $0.lines.append($0.lines[0]) } == repeated)
        // Half the units for half the money are the same price.
        #expect(
            fault {
                $0.lines.append($0.lines[0])
                $0.lines[1].units.open = 1
                $0.lines[1].original = 2490
                $0.lines[1].sellerDiscount = 200
            } == repeated)
        #expect(
            fault {
                $0.lines.append($0.lines[0])
                $0.lines[1].sellerDiscount = 401
            } == nil, "units of one listing may have different prices")
        #expect(
            fault {
                $0.lines[0].units.open = 3_000
                $0.lines[0].channelLines = []
                $0.lines.append($0.lines[0])
                $0.lines[1].channelSKU = "2"
            } == "lines has more than 5000 units")
    }

    @Test("what contradicts itself, and what no order has, is named as well")
    func contradictions() {
        #expect(fault { $0.lines[0].channelLines = ["1", "1"] } == "lines[0].channelLines[1] repeats")
        #expect(
            fault { $0.status = .delivered } == "lines[0].units.open is not 0, but the order is delivered")
        #expect(
            fault { $0.lines[0].units = OrderLine.Units(open: 1, handedOver: 1) }
                == "lines[0].units.handedOver is not 0, but the order is awaitingShipment")
        #expect(
            fault {
                $0.status = .inTransit
                $0.lines[0].units = OrderLine.Units(handedOver: 2)
            } == nil)
        #expect(fault { $0.paidAt = Instant(seconds: -1) } == "paidAt is before 1970")
        #expect(fault { $0.shippingFee = -1 } == "shippingFee is negative")
        #expect(fault { $0.updatedAt = Instant(seconds: 4_000_000_000) } == "updatedAt is in the future")
        #expect(fault { $0.status = .other } == "status is none of the platform's own")
        #expect(fault { $0.channelOrder = "a b" } == "channelOrder is no id")
        #expect(fault { $0.placedAt = Instant(seconds: 1_767_224_701) } == "placedAt is after updatedAt")
        #expect(fault { $0.paidAt = Instant(seconds: 4_070_908_800) } == "paidAt is in the future", "2099-01-01")
        #expect(
            fault { $0.paidAt = Instant(milliseconds: $0.placedAt.milliseconds - 1) } == "paidAt is before placedAt")
        #expect(
            fault { $0.shipBy = Instant(seconds: $0.placedAt.milliseconds / 1000 + 367 * 86_400) }
                == "shipBy is more than a year after placedAt")
        #expect(fault { $0.lines[0].sellerDiscount = 4981 } == "lines[0].sellerDiscount is more than the price")
        #expect(fault { $0.lines[0].title = "a\u{0}" } == "lines[0].title holds U+0000")
        let long = String(repeating: "x", count: 201)
        #expect(fault { $0.lines[0].sellerSKU = long } == "lines[0].sellerSKU is longer than 200 bytes")
        #expect(fault { $0.channelWarehouse = long } == "channelWarehouse is longer than 200 bytes")
        #expect(fault { $0.lines[0].channelLines = ["1", ""] } == "lines[0].channelLines[1] is missing")
        #expect(
            fault { $0.lines[0].components = [.init(channelSKU: " ", sellerSKU: "", units: 1)] }
                == "lines[0].components[0].channelSKU is no id")
        #expect(
            fault { $0.lines[0].components = [.init(channelSKU: "1", sellerSKU: "", units: 0)] }
                == "lines[0].components[0].units is not from 1 to 10000")
    }

    static let reader = SubmittedOrderReader(market: "US", buyers: Samples.buyers, readAt: Samples.readAt)

    static func order(_ channelOrder: String = "O-1", updated: Int64 = 1_767_224_700) -> OrderSubmitted {
        let line = OrderLine(
            channelSKU: "S-1", channelProduct: "P-1", sellerSKU: "TMB", title: "Tumbler",
            units: OrderLine.Units(open: 2), isGift: false, original: 4980, sellerDiscount: 400, platformDiscount: 0,
            tax: 0)
        return OrderSubmitted(
            channelShop: "7495", channelOrder: channelOrder, status: .awaitingShipment,
            placedAt: Instant(seconds: 1_767_221_000), updatedAt: Instant(seconds: updated), currency: .usd,
            buyer: "b-1", lines: [line],
            recipient: .init(fullName: "Ana Demo", addressLines: ["12 Sample St"], postalCode: "78701"))
    }
}
