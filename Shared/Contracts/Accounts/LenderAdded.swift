/// Somebody is a lender, who may be given consents; its tenant is the lender. It is told again when Accounts starts.
public struct LenderAdded: Event, Hashable {
    /// Its name on the wire.
    public static let name: MessageName = "shop.lender.added.v1"
    /// Whoever may be given consents by its id from now on.
    public var lender: TenantID
    /// What the lender is called; nil where an older Accounts tells it.
    public var name: String?

    /// Puts the record together.
    public init(lender: TenantID, name: String? = nil) {
        self.lender = lender
        self.name = name
    }
}
