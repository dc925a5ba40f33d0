extension TikTokShopError {
    /// What to do next.
    public enum Advice: Sendable, Hashable {
        /// The same call again: after the time that the channel named, else after one's own backoff.
        case again(after: Duration?)
        /// Read the object first: the call may have worked.
        case readFirst
        /// Refresh the access token once, then the same call once.
        case refreshToken
        /// Ask the seller to authorize again.
        case authorizeAgain
        /// Another time of day: nothing will work before tomorrow.
        case tomorrow
        /// Repeating does not help; a person or another call must.
        case giveUp
    }

    /// What to do next. A call that changes something is never simply repeated once it may have arrived: the channel
    /// takes no idempotency keys for shipping, stock and cancelling.
    public var advice: Advice {
        switch kind {
        case .throttled, .unreachable, .documentNotReady, .cancelled: .again(after: retryAfter)
        case .transient, .outcomeUnknown: endpoint.changesSomething ? .readFirst : .again(after: retryAfter)
        case .malformedAnswer: endpoint.changesSomething ? .readFirst : .giveUp
        case .alreadyShipped, .alreadyCancelled, .documentGone: .readFirst
        case .tokenExpired, .tokenInvalid: .refreshToken
        case .deauthorized, .scopeMissing, .authCodeInvalid: .authorizeAgain
        case .dailyQuota: .tomorrow
        case .invalidRequest, .badSignature, .clockSkew, .configuration, .onHold, .afterSalePending, .orderCancelled,
            .wrongShipCall, .fulfilledByTikTok, .trackingRefused, .trackingNotEditable, .notCancellable,
            .tooManyResults, .business:
            .giveUp
        }
    }
}
