public import Foundation

/// What an answer means for whoever may repeat the call.
public enum ResponseClass: Sendable, Hashable {
    /// 2xx.
    case success
    /// Too much, too soon: stay away for as long as asked, or as long as one's own backoff says when nothing was asked.
    case throttled(retryAfter: Duration?)
    /// The other side's trouble; the same call may succeed later.
    case transient
    /// The same call will fail again.
    case permanent
    /// The credentials do not work; they must change first.
    case unauthorized

    /// Judges by status and `Retry-After` alone; partners that say more in the body refine this.
    ///
    /// A 503 that names a time is a throttle in all but name. 501 and 505 (RFC 9110 §15.6) do not pass by waiting.
    public init(status: Int, retryAfter field: String? = nil, now: Date = Date()) {
        let wait = RetryAfter.wait(field, now: now)
        switch status {
        case 200..<300: self = .success
        case 401: self = .unauthorized
        case 429: self = .throttled(retryAfter: wait)
        case 503 where wait != nil: self = .throttled(retryAfter: wait)
        case 501, 505: self = .permanent
        case 408, 425, 500..<600: self = .transient
        default: self = .permanent
        }
    }

    /// Judges an answer.
    public init(_ response: HTTPResponse, now: Date = Date()) {
        self.init(status: response.status, retryAfter: response.headers["Retry-After"], now: now)
    }
}
