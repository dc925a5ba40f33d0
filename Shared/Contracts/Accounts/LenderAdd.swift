/// Request: make a key for a lender, and the lender itself where there is none of its name. Only operators may: who
/// lends is for the platform to decide.
public struct LenderAdd: OperatorRequest {
    /// Its name on the wire.
    public static let name: MessageName = "shop.lender.add.v1"
    /// The lender, with a key that may read scores and nothing else.
    public typealias Reply = NewLender
    /// What the lender is called; 1 to 100 characters. The same name again, ignoring case, is the same lender.
    public var name: String

    /// Asks.
    public init(name: String) {
        self.name = name
    }
}

/// A lender, with a new key.
public struct NewLender: Codable, Sendable, Hashable {
    /// The lender; applicants name its id in their consents.
    public var lender: TenantRecord
    /// The key; its text is told this once.
    public var key: NewKey

    /// Puts the record together.
    public init(lender: TenantRecord, key: NewKey) {
        self.lender = lender
        self.key = key
    }
}
