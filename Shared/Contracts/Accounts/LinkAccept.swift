/// Request: take up an account that a brand has offered. Asked as the person.
///
/// Accounts publishes ``SubjectChanged``. Refused as `linkedElsewhere` where the account is taken up already,
/// by somebody else or through another brand.
public struct LinkAccept: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.link.accept.v1"
    /// The link as it is now.
    public typealias Reply = SubjectLink
    /// The one that is taken up.
    public var link: LinkID

    /// Puts the question together.
    public init(link: LinkID) {
        self.link = link
    }
}
