import Commerce

/// What shops pay the person's creator accounts for each product.
struct RateFigures: Codable, Hashable, Sendable {
    /// How many there are.
    let count: Int
    /// The highest first, at most ``mostListed``.
    let highest: [ProductRate]

    /// A bound, so that a score is no catalogue.
    static let mostListed = 100

    /// A product, by the channel's id of it.
    struct ProductRate: Codable, Hashable, Sendable {
        let product: String
        let rate: CommissionRate
    }

    /// Nil when no account's rates are known. Of a product that two accounts have different rates for both are told.
    init?(_ creators: [CreatorFacts]) {
        let known = creators.compactMap(\.rates.value)
        guard !known.isEmpty else { return nil }
        let rates = Set(known.joined().map { ProductRate(product: $0.key, rate: $0.value) })
        count = rates.count
        let ranked = rates.sorted {
            ($1.rate.basisPoints, $0.product) < ($0.rate.basisPoints, $1.product)
        }
        highest = Array(ranked.prefix(Self.mostListed))
    }
}
