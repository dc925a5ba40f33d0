/// What a token may do. The keys of fulfilment, logistics, returns and writing products are not documented: ours.
enum Scope: String, CaseIterable, Sendable {
    case authorization = "seller.authorization.info"
    case shop = "seller.shop.info"
    case order = "seller.order.info"
    case product = "seller.product.basic"
    case productWrite = "seller.product.write"
    case fulfillment = "seller.fulfillment.basic"
    case logistics = "seller.logistics"
    case returns = "seller.return_refund.basic"

    /// What an app that only reads may ask for.
    static let reading: [Scope] = [.authorization, .shop, .order, .product, .logistics, .returns]
}
