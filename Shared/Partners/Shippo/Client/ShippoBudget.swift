/// What Shippo counts calls by, with its published limits per minute (2026-11).
public enum ShippoBudget: String, Sendable, Hashable, CaseIterable {
    /// Making and changing: addresses, shipments, labels, refunds, webhooks.
    case write
    /// Reading one thing.
    case read
    /// Reading a list.
    case list
    /// Registering a parcel to be tracked.
    case trackWrite = "track_write"
    /// Reading where a parcel is.
    case trackRead = "track_read"

    /// Calls a minute with a live token, or with a test token.
    public func perMinute(isTest: Bool) -> Int {
        switch self {
        case .write: isTest ? 50 : 500
        case .read: isTest ? 400 : 4000
        case .list: isTest ? 10 : 50
        case .trackWrite: isTest ? 50 : 750
        case .trackRead: isTest ? 50 : 500
        }
    }
}
