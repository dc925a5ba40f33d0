/// How far the channel is with paying a commission.
public enum SettlementStatus: String, Sendable, Codable, CaseIterable {
    /// The order itself is not paid for yet.
    case awaitingPayment
    /// Earned, on no statement yet.
    case toSettle
    /// On a statement.
    case settled
    /// Nothing will be paid.
    case ineligible
    /// Something that we do not know, which counts as neither settled nor ineligible.
    case unknown

    /// Reads the channel's irregular texts (`AWAITING PAYMENT`, `To-SETTLE`), whatever their case and separators.
    public init(channelText text: String) {
        switch text.prefix(64).filter(\.isLetter).lowercased() {
        case "awaitingpayment", "customerunpaid": self = .awaitingPayment
        case "tosettle": self = .toSettle
        case "settled": self = .settled
        case "ineligible": self = .ineligible
        default: self = .unknown
        }
    }
}
