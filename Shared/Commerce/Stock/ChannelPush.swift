/// What to tell a marketplace about one SKU in one warehouse, decided from what it said a moment before.
///
/// The marketplace lowers its own number when it sells, so a push must leave room for the sales that it knows and we
/// do not yet. Of ours it no longer counts those that are confirmed as shipped (S) and still on our books, so it has
/// sold C + S units that are not gone from here: Q = max(0, limit − max(C + S, own)).
public struct ChannelPush: Hashable, Sendable {
    /// What Inventory allows this listing: on hand − held − buffer − the reservations of other listings. May be
    /// negative when others have more than there is.
    public let limit: Int
    /// Units of this listing's own open reservations.
    public let own: Int
    /// S: units of these that are confirmed as shipped, which the channel no longer counts among ``committed``.
    public let shipConfirmed: Int
    /// A: units that the channel says it can still sell.
    public let available: Int
    /// C: units that the channel has sold and not shipped.
    public let committed: Int

    /// Takes our counts and the channel's two.
    public init(limit: Int, own: Int, shipConfirmed: Int = 0, available: Int, committed: Int) {
        self.limit = limit
        self.own = own
        self.shipConfirmed = shipConfirmed
        self.available = available
        self.committed = committed
    }

    /// What the channel takes as a quantity.
    public struct Rules: Hashable, Sendable {
        /// Whether a listing can be set to 0; else it has to be deactivated.
        public let acceptsZero: Bool
        /// The largest quantity; TikTok Shop documents 99,999.
        public let maximum: Int

        /// Takes both.
        public init(acceptsZero: Bool, maximum: Int = 99_999) {
            self.acceptsZero = acceptsZero
            self.maximum = maximum
        }
    }

    /// What to do.
    public enum Outcome: Hashable, Sendable {
        /// The channel already says what we would tell it.
        case skip
        /// Set the available quantity to this.
        case set(Int)
        /// Nothing is left and the channel refuses 0: take the listing down.
        case deactivate
    }

    /// Q: the quantity that the channel should show.
    public var quantity: Int {
        let (sum, isTooLarge) = max(committed, 0).addingReportingOverflow(max(shipConfirmed, 0))
        let taken = max(isTooLarge ? .max : sum, own)
        // `taken` is not negative, so a difference that overflows is far below 0.
        let (free, overflow) = limit.subtractingReportingOverflow(taken)
        return overflow ? 0 : max(0, free)
    }

    /// Decides. Nothing is sent when the channel already shows Q, so that a push never causes the next one.
    public func outcome(under rules: Rules) -> Outcome {
        let told = min(quantity, max(0, rules.maximum))
        guard told != available else { return .skip }
        return told == 0 && !rules.acceptsZero ? .deactivate : .set(told)
    }
}
