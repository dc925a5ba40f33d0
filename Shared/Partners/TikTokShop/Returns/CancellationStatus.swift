public import Outbound

/// Where a cancellation stands.
public struct CancellationStatus: OpenWord {
    /// The channel's word, except that `…_CANCELLED`, as webhooks have it, is `…_CANCEL`, as the API has it.
    public let rawValue: String

    /// Any word.
    public init(rawValue: String) {
        let isWebhooks = rawValue == "CANCELLATION_REQUEST_CANCELLED"
        self.rawValue = isWebhooks ? "CANCELLATION_REQUEST_CANCEL" : rawValue
    }

    /// The seller has to decide.
    public static let pending = CancellationStatus(rawValue: "CANCELLATION_REQUEST_PENDING")
    /// Granted.
    public static let success = CancellationStatus(rawValue: "CANCELLATION_REQUEST_SUCCESS")
    /// Taken back or rejected: the order lives on.
    public static let cancelled = CancellationStatus(rawValue: "CANCELLATION_REQUEST_CANCEL")
    /// Done, refund included.
    public static let complete = CancellationStatus(rawValue: "CANCELLATION_REQUEST_COMPLETE")
}
