/// What an account's owner lets us read of it; `orders` are orders with what was returned of them.
enum Permission: String, Codable, Sendable, CaseIterable {
    case shop, products, orders, finance, affiliate
}
