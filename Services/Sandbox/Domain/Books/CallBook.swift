/// Every call counted by endpoint and outcome, and the last ones in full.
struct CallBook: Sendable {
    struct Call: Sendable {
        let at: Moment
        let partner: String
        let endpoint: String
        let shop: String
        /// TikTok's envelope code or Shippo's HTTP status.
        let code: Int
    }

    struct Key: Hashable, Sendable {
        let partner: String
        let endpoint: String
        let code: Int
    }

    private static let kept = 2_000
    private(set) var counts: [Key: Int] = [:]
    private(set) var recent: [Call] = []

    mutating func note(_ call: Call) {
        counts[Key(partner: call.partner, endpoint: call.endpoint, code: call.code), default: 0] += 1
        if recent.count >= 2 * Self.kept { recent.removeFirst(Self.kept) }
        recent.append(call)
    }

    /// How often an endpoint was called, with any outcome or one.
    func count(_ endpoint: String, code: Int? = nil) -> Int {
        counts.reduce(0) { total, entry in
            entry.key.endpoint == endpoint && (code == nil || entry.key.code == code) ? total + entry.value : total
        }
    }
}
