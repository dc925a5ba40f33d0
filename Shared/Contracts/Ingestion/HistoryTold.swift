/// All that is known of an account's past was told, as a ``HistoryTell`` asked. What was told for it may still be on
/// its way.
public struct HistoryTold: Event, Hashable {
    /// Its name on the wire.
    public static let name: MessageName = "shop.history.told.v1"
    /// Our id of the shop or the creator account.
    public var account: AccountID
    /// The link for which it was asked.
    public var link: LinkID
    /// The link's version when it was asked.
    public var version: Int
    /// Since when what was told, with what is told from now on, is complete: no earlier than asked, and no earlier than
    /// the account could be read.
    public var completeSince: Instant
    /// How many messages were told for it.
    public var messages: Int

    /// Puts the record together.
    public init(account: AccountID, link: LinkID, version: Int, completeSince: Instant, messages: Int) {
        self.account = account
        self.link = link
        self.version = version
        self.completeSince = completeSince
        self.messages = messages
    }
}
