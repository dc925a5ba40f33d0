/// Request: let a lender read one's score. Asked as the person. Of the history it opens the score that is current now,
/// and those from now on; nothing before.
public struct ConsentGive: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.consent.give.v1"
    /// The consent.
    public typealias Reply = ConsentRecord

    /// Who may read; the lender tells its id.
    public var lender: TenantID
    /// What for; 1 to 200 characters.
    public var purpose: String
    /// When it ends by itself: in the future, and within two years.
    public var until: Instant

    /// Puts the question together.
    public init(lender: TenantID, purpose: String, until: Instant) {
        self.lender = lender
        self.purpose = purpose
        self.until = until
    }
}
