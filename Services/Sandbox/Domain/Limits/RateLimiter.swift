/// How heavy an endpoint is for TikTok Shop; guidance bands are per class.
enum RateClass: String, CaseIterable, Sendable {
    case lightRead, read, write, heavyWrite
}

/// Limits calls per app, shop and class of endpoint.
struct RateLimiter: Sendable {
    struct Key: Hashable, Sendable {
        let caller: String
        let shop: String
        let rate: RateClass
    }

    /// Calls per second; 0 means no limit. The upper ends of the bands that readers of the guidance report.
    var perSecond: [RateClass: Double] = [.lightRead: 20, .read: 10, .write: 3, .heavyWrite: 1]
    /// What `Retry-After` says, in seconds; nil leaves the header out, as it may be.
    var retryAfter: Int? = 1
    private var buckets: [Key: Bucket] = [:]

    /// Changes the limits; buckets start full again.
    mutating func set(_ limits: [RateClass: Double], retryAfter: Int?) {
        perSecond.merge(limits) { _, new in new }
        self.retryAfter = retryAfter
        buckets = [:]
    }

    mutating func allows(_ key: Key, now: Moment) -> Bool {
        guard let rate = perSecond[key.rate], rate > 0 else { return true }
        var bucket = buckets[key] ?? Bucket(capacity: max(1, rate), refillPerSecond: rate, now: now)
        defer { buckets[key] = bucket }
        return bucket.take(now: now)
    }
}
