extension TikTokShopError {
    /// What an error means, whatever number it came under.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        // Between us and the channel.

        /// Refused here or there as malformed; the same call fails again.
        case invalidRequest
        /// Nothing was sent.
        case unreachable
        /// Sent, but no answer came.
        case outcomeUnknown
        /// The calling task was cancelled; the call changes nothing.
        case cancelled
        /// The answer cannot be read.
        case malformedAnswer
        /// Too much, too soon.
        case throttled
        /// The day's quota is used up.
        case dailyQuota
        /// The channel's own trouble.
        case transient

        // Access.

        /// The access token has ended: refresh it.
        case tokenExpired
        /// The access token is not one, not this app's, or was replaced by a refresh elsewhere.
        case tokenInvalid
        /// The seller has taken the app away, or the authorization has ended.
        case deauthorized
        /// The seller has not granted what the call needs; see ``ScopeCheck``.
        case scopeMissing
        /// The code of the redirect is used up, too old or wrong.
        case authCodeInvalid
        /// Our signature is wrong.
        case badSignature
        /// Our clock is wrong by more than 300 s behind or 30 s ahead.
        case clockSkew
        /// The app's key, the shop's cipher, the version or the address list is wrong: a matter of settings.
        case configuration

        // Shipping.

        /// The order is in its remorse hour and must not ship.
        case onHold
        /// A request of the buyer must be decided first; in the US shipping decides it.
        case afterSalePending
        /// It is shipped already: success, once a read has confirmed it.
        case alreadyShipped
        /// The order is cancelled.
        case orderCancelled
        /// This market ships by another call; see ``ShipCall``.
        case wrongShipCall
        /// TikTok itself ships the order.
        case fulfilledByTikTok
        /// The tracking number or its carrier is refused.
        case trackingRefused
        /// The tracking number was corrected once before, or too late.
        case trackingNotEditable
        /// The label is still being made: ask again.
        case documentNotReady
        /// The document's address no longer works: ask for a new one.
        case documentGone

        // Cancelling.

        /// The order is cancelled already, or being so.
        case alreadyCancelled
        /// The order cannot be cancelled any more.
        case notCancellable

        /// More than 10 000 results: search smaller spans of time.
        case tooManyResults
        /// Any other rule of the channel; ``TikTokShopError/message`` says which.
        case business
    }
}
