/// Shippo's published limits: calls per minute for live and test tokens, by the sort of call.
struct ShippoLimits: Sendable {
    enum Sort: String, CaseIterable, Sendable {
        case write, readOne, readList, trackWrite, trackRead

        func perMinute(isTest: Bool) -> Double {
            switch self {
            case .write: isTest ? 50 : 500
            case .readOne: isTest ? 400 : 4_000
            case .readList: isTest ? 10 : 50
            case .trackWrite: isTest ? 50 : 750
            case .trackRead: isTest ? 50 : 500
            }
        }
    }

    private struct Key: Hashable {
        let token: String
        let sort: Sort
    }

    /// Multiplies the limits; 0 switches them off.
    var factor: Double
    private var buckets: [Key: Bucket] = [:]

    init(factor: Double) {
        self.factor = factor
    }

    mutating func allows(_ sort: Sort, token: String, now: Moment) -> Bool {
        guard factor > 0 else { return true }
        let key = Key(token: token, sort: sort)
        let rate = sort.perMinute(isTest: token.hasPrefix("shippo_test_")) * factor
        var bucket = buckets[key] ?? Bucket(capacity: max(1, rate), refillPerSecond: rate / 60, now: now)
        defer { buckets[key] = bucket }
        return bucket.take(now: now)
    }
}
