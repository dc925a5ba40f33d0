import Commerce
import Contracts
import Foundation
import Testing

/// An instant by its ISO 8601 text in UTC.
func utc(_ text: String) throws -> Date {
    try Date(text, strategy: .iso8601)
}

/// An amount in US cents.
func usd(_ cents: Int64) -> Money {
    Money(minorUnits: cents, currency: .usd)
}

/// A date by its text.
func day(_ text: String) throws -> CalendarDay {
    try #require(CalendarDay(text))
}

/// A zone by its name.
func zone(_ name: String) throws -> Zone {
    try #require(Zone(name))
}

/// A share in percent.
func percent(_ number: Int32) -> Fraction {
    Fraction(basisPoints: number * 100)
}

extension UnitFacts {
    /// A unit at list price, in cents, with nothing taken off unless said so.
    static func unit(
        _ original: Int64, sellerDiscount: Int64 = 0, platformDiscount: Int64 = 0, isGift: Bool = false,
        cancellation: UnitCancellation? = nil, refund: GoodsRefund? = nil
    ) -> UnitFacts {
        UnitFacts(
            isGift: isGift, originalPrice: usd(original), sellerDiscount: usd(sellerDiscount),
            salePrice: usd(original - sellerDiscount - platformDiscount), cancellation: cancellation, refund: refund)
    }
}

extension OrderFacts {
    /// An order of 5 January 2026, paid 42 seconds after it was placed unless said otherwise.
    static func order(
        _ units: [UnitFacts], isPaid: Bool = true, isCashOnDelivery: Bool = false, purpose: OrderPurpose = .sale
    ) -> OrderFacts {
        let created = Date(timeIntervalSince1970: 1_767_221_000)
        return OrderFacts(
            createdAt: created, paidAt: isPaid ? created.addingTimeInterval(42) : nil,
            isCashOnDelivery: isCashOnDelivery, purpose: purpose, currency: .usd, units: units)
    }

    /// The example order of the channel's documentation: two tumblers at 24.90 less 2.00 by the seller and 1.00 by the
    /// platform, one brush at 12.50 less 0.50 by the platform.
    static let reference = order([
        .unit(2_490, sellerDiscount: 200, platformDiscount: 100),
        .unit(2_490, sellerDiscount: 200, platformDiscount: 100),
        .unit(1_250, platformDiscount: 50),
    ])
}
