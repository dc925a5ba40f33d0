/// When the readings of a shop or a creator account came through last: how old what is known of it is. It is told as
/// long as people are scored by the account, again and again, whether anything was new or not. The newest counts.
public struct AccountRead: Event, Hashable {
    /// Its name on the wire.
    public static let name: MessageName = "shop.account.read.v1"
    /// Our id of the shop or the creator account.
    public var account: AccountID
    /// When this was found out.
    public var at: Instant
    /// All orders, cancellations and returns that had changed by then are known; nil where not all were read yet.
    public var orders: Instant?
    /// All statements and payments that were there by then are known; nil where not all were read yet.
    public var finance: Instant?
    /// All orders that were credited to creators by then are known; nil where not all were read yet.
    public var affiliate: Instant?
    /// When the facts of the shop as a whole were read; nil where they were not.
    public var facts: Instant?

    /// Puts the record together.
    public init(
        account: AccountID, at: Instant, orders: Instant? = nil, finance: Instant? = nil, affiliate: Instant? = nil,
        facts: Instant? = nil
    ) {
        self.account = account
        self.at = at
        self.orders = orders
        self.finance = finance
        self.affiliate = affiliate
        self.facts = facts
    }
}
