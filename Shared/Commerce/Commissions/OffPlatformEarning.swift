public import Contracts
public import Foundation

/// Something that the brand itself owes a creator: a flat fee, a top-up, a bonus.
public struct OffPlatformEarning: Hashable, Sendable {
    /// When an earning can no longer be taken back by a return, so that it becomes payable.
    public enum Lock: Hashable, Sendable {
        /// So many days (24 h each, 0 to 90, usually 15) after the order was delivered; nil while it was not.
        case delivery(Date?, days: Int = 15)
        /// With the approval of a bonus; nil while it is pending.
        case approval(Date?)
    }

    /// The amount; negative for the reversal of an earlier earning.
    public let amount: Money
    /// What it waits for.
    public let lock: Lock

    /// Takes an earning.
    public init(amount: Money, lock: Lock) {
        self.amount = amount
        self.lock = lock
    }

    /// From when on it is owed; nil when that is not known yet.
    public var lockDate: Date? {
        switch lock {
        case .delivery(let deliveredAt, let days):
            deliveredAt?.addingTimeInterval(Double(min(max(days, 0), 90)) * 86_400)
        case .approval(let approvedAt): approvedAt
        }
    }

    /// What a refund takes back: −round(refunded share × this earning), at the earning's own rate.
    public func reversal(refundedShare: Fraction) throws(MoneyError) -> Money {
        try -amount.multiplied(by: refundedShare.clampedToShare)
    }
}
