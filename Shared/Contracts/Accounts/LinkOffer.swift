/// Request: offer a person an account of one's own brand, which they may take up. Asked as the brand.
///
/// That the account is the brand's nobody has to prove: what is told of an account bears the brand that it is connected
/// for, so an account that is another's never leads to anything.
/// Refused as `otherKind` where it is offered as something else at present.
public struct LinkOffer: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.link.offer.v1"
    /// The link as it is now.
    public typealias Reply = SubjectLink
    /// The person whose income is scored.
    public var subject: TenantID
    /// Our id of the shop or the creator account.
    public var account: AccountID
    /// What the account is for.
    public var kind: SubjectLink.Kind

    /// Puts the question together.
    public init(subject: TenantID, account: AccountID, kind: SubjectLink.Kind) {
        self.subject = subject
        self.account = account
        self.kind = kind
    }
}
