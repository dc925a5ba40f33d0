import Contracts
import Testing

@testable import Ingestion

/// Units of one listing that cost differently, while their order lives: 24.90 − 2.00 and 24.90 − 12.45.
struct PriceKindTests {
    private func read(
        _ status: String, _ units: [(discount: String, status: String)], updated: Int = 1_767_224_700
    ) throws -> ReadOrder {
        let lines = units.enumerated().map { index, unit in
            Samples.tumbler("\(index + 1)", ["seller_discount": unit.discount, "display_status": unit.status])
        }
        return try Samples.reader.read(Samples.order(["status": status, "update_time": updated], lines: lines))
    }

    private func change(_ read: ReadOrder, of order: inout StoredOrder) throws -> OrderChanged {
        guard case .changed(let change) = Ingestion.apply(read, to: order, from: .poll) else { throw NothingNew() }
        order.take(change)
        return change.message
    }

    private struct NothingNew: Error {}

    @Test("a unit that is cancelled is cancelled in the line of its price, and a repeat is no version")
    func cancelled() throws {
        var order = Samples.stored()
        let open = try change(
            read("AWAITING_SHIPMENT", [("2.00", "AWAITING_SHIPMENT"), ("12.45", "AWAITING_SHIPMENT")]), of: &order)
        #expect(open.lines.map(\.units) == [OrderLine.Units(open: 1), OrderLine.Units(open: 1)])
        let later = try read(
            "AWAITING_SHIPMENT", [("2.00", "AWAITING_SHIPMENT"), ("12.45", "CANCELLED")], updated: 1_767_224_800)
        let left = try change(later, of: &order)
        #expect(left.lines.map(\.units) == [OrderLine.Units(open: 1), OrderLine.Units(cancelled: 1)])
        #expect(left.lines.map(\.gmv) == [2290, 1245])
        #expect(Ingestion.apply(later, to: order, from: .webhook) == .ignored(.repeated))
    }

    @Test("what had left of a cancelled order is the unit that had, not the other one of its listing")
    func left() throws {
        var order = Samples.stored()
        _ = try change(
            read("PARTIALLY_SHIPPING", [("2.00", "AWAITING_SHIPMENT"), ("12.45", "IN_TRANSIT")]), of: &order)
        let over = try change(
            read("CANCELLED", [("2.00", "CANCELLED"), ("12.45", "CANCELLED")], updated: 1_767_224_800), of: &order)
        #expect(over.lines.map(\.units) == [OrderLine.Units(cancelled: 1), OrderLine.Units(handedOver: 1)])
    }

    @Test("prices that change with the cancel bring nothing back that has left")
    func newPrices() throws {
        var order = Samples.stored()
        _ = try change(
            read("PARTIALLY_SHIPPING", [("2.00", "IN_TRANSIT"), ("2.00", "AWAITING_SHIPMENT")]), of: &order)
        #expect(order.snapshot?.lines.map(\.units) == [OrderLine.Units(open: 1, handedOver: 1)])
        let over = try change(
            read("CANCELLED", [("3.00", "CANCELLED"), ("4.00", "CANCELLED")], updated: 1_767_224_800), of: &order)
        #expect(over.lines.map(\.units) == [OrderLine.Units(handedOver: 1), OrderLine.Units(cancelled: 1)])
        #expect(over.lines.reduce(0) { $0 + $1.ordered } == 2)
    }

    @Test("a producer's line of several units at one price is of the kind of a line of one", arguments: [1, 3])
    func kinds(units: Int) {
        func line(_ units: Int, _ original: Int64) -> OrderLine {
            OrderLine(
                channelSKU: "S", channelProduct: "", sellerSKU: "", title: "", units: .init(open: units), isGift: false,
                original: original, sellerDiscount: 0, platformDiscount: 0, tax: 0)
        }
        #expect(line(units, 999 * Int64(units)).kind == line(1, 999).kind)
        #expect(line(units, 999 * Int64(units) + 1).kind != line(1, 999).kind)
    }
}
