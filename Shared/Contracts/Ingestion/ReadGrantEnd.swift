/// Request: look at a shop or a creator account no longer with the app that only reads. What was read stays; its tokens
/// are forgotten, and no connection for operations is touched.
public struct ReadGrantEnd: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.read_grant.end.v1"
    /// As it stands now.
    public typealias Reply = ReadGrantRecord
    /// The shop or the creator account.
    public var account: ReadGrantID

    /// Puts the record together.
    public init(account: ReadGrantID) {
        self.account = account
    }
}
