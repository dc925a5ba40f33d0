import Contracts
import Foundation

extension SaleSheet {
    /// Metric 24: the order's part of both sums, to be counted at its ``SoldOrder/shipBy``; 0 of 0 where it has none,
    /// and where nobody waits for it.
    public var due: Ratio {
        guard let sold, let shipBy = sold.shipBy, sold.shipping != .digital, isWanted(sold) else { return .none }
        return FulfillmentRate(
            shipBy: shipBy.date, fullyShippedAt: past.fullyShippedAt?.date, cancelledBy: canceller(of: sold),
            isFulfilledByChannel: sold.isFulfilledByChannel,
            isSample: sold.purpose == .sample || sold.purpose == .refundableSample
        ).ratio(in: shipBy.date..<shipBy.date.addingTimeInterval(1))
    }

    /// Who answers for what was cancelled: seller or channel if they cancelled any unit, the buyer only where nothing
    /// else is left of the order; nil as long as no granted cancellation tells.
    private func canceller(of sold: SoldOrder) -> FulfillmentRate.Canceller? {
        let all = refunds.sorted { $0.key < $1.key }.compactMap(\.value.canceller)
        return all.last { $0 != .buyer } ?? (sold.status == .cancelled ? all.last : nil)
    }

    /// Whether somebody waits for it: it is paid, or stands in for what was paid.
    private func isWanted(_ sold: SoldOrder) -> Bool {
        switch sold.purpose {
        case .test: false
        case .replacement, .exchange: sold.status != .unpaid
        default: sold.paidTime != nil
        }
    }
}
