/// What an account's owner lets us read of it.
enum Permission: String, Codable, Sendable, CaseIterable {
    case shop, products, orders, finance, affiliate
}
