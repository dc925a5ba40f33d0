/// Request: end a link, as the person or as the brand. What was read of the account is deleted.
///
/// Accounts publishes ``SubjectChanged``.
public struct LinkEnd: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.link.end.v1"
    /// The link as it is now.
    public typealias Reply = SubjectLink
    /// The one that is to end.
    public var link: LinkID

    /// Puts the question together.
    public init(link: LinkID) {
        self.link = link
    }
}
