/// Which affiliate orders.
struct AffiliateFilter: Encodable, Sendable {
    let createdFrom, createdUntil: UnixSeconds?

    init(created: TimeWindow) {
        (createdFrom, createdUntil) = (created.from, created.until)
    }

    private enum CodingKeys: String, CodingKey {
        case createdFrom = "create_time_ge"
        case createdUntil = "create_time_lt"
    }
}
