/// Command: tell what is known of an account's past, since people are scored by it from now on; or tell it no longer.
///
/// Told is what nobody but the one who asks hears: ``OrderObserved``, ``ReturnObserved``, ``SettlementChanged``,
/// ``AffiliateOrderChanged``, ``ShopFactsRead`` and ``ReadGrantChanged``, each as it stands, whatever was told before.
/// The answer is ``HistoryTold``. The tenant is the brand whose account it is; of an account that is another's nothing
/// is told. Of one link the newest version counts, and of one version its end or what asks for less.
public struct HistoryTell: Command, Hashable {
    /// Its name on the wire.
    public static let name: MessageName = "shop.history.tell.v1"
    /// Our id of the shop or the creator account.
    public var account: AccountID
    /// The link for which it is asked.
    public var link: LinkID
    /// The link's version.
    public var version: Int
    /// Since when: 90 days before the link, or when the person has had everything deleted; nil: nothing more is to be
    /// told, since the link has ended.
    public var since: Instant?

    /// Puts the record together.
    public init(account: AccountID, link: LinkID, version: Int, since: Instant?) {
        self.account = account
        self.link = link
        self.version = version
        self.since = since
    }
}
