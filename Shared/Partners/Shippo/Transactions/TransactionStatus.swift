public import Outbound

/// Where the purchase of a label stands.
public struct TransactionStatus: OpenWord {
    /// Shippo's word.
    public let rawValue: String

    /// Any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Not begun.
    public static let waiting = TransactionStatus(rawValue: "WAITING")
    /// Begun.
    public static let queued = TransactionStatus(rawValue: "QUEUED")
    /// Bought.
    public static let success = TransactionStatus(rawValue: "SUCCESS")
    /// Not bought.
    public static let error = TransactionStatus(rawValue: "ERROR")
    /// Given back.
    public static let refunded = TransactionStatus(rawValue: "REFUNDED")
    /// Asked to be given back.
    public static let refundPending = TransactionStatus(rawValue: "REFUNDPENDING")
    /// Asked to be given back, refused.
    public static let refundRejected = TransactionStatus(rawValue: "REFUNDREJECTED")
}
