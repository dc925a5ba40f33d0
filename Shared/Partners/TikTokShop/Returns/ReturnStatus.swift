public import Outbound

/// Where a return or refund stands.
public struct ReturnStatus: OpenWord {
    /// The channel's word.
    public let rawValue: String

    /// Any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The seller has to decide.
    public static let pending = ReturnStatus(rawValue: "RETURN_OR_REFUND_REQUEST_PENDING")
    /// Refused.
    public static let rejected = ReturnStatus(rawValue: "REFUND_OR_RETURN_REQUEST_REJECT")
    /// Granted; the goods are to come.
    public static let awaitingBuyerShip = ReturnStatus(rawValue: "AWAITING_BUYER_SHIP")
    /// The goods are coming.
    public static let buyerShipped = ReturnStatus(rawValue: "BUYER_SHIPPED_ITEM")
    /// The goods came and were refused.
    public static let packageRejected = ReturnStatus(rawValue: "REJECT_RECEIVE_PACKAGE")
    /// Granted; the refund is on its way.
    public static let success = ReturnStatus(rawValue: "RETURN_OR_REFUND_REQUEST_SUCCESS")
    /// Taken back.
    public static let cancelled = ReturnStatus(rawValue: "RETURN_OR_REFUND_REQUEST_CANCEL")
    /// Done.
    public static let complete = ReturnStatus(rawValue: "RETURN_OR_REFUND_REQUEST_COMPLETE")
}
