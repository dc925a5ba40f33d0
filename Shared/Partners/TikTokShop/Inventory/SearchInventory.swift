/// Stock of listings or variants; everything in one answer.
public struct SearchInventory: TikTokShopCall {
    /// The stock; no further pages exist.
    public typealias Reply = Page<ProductInventory>
    /// "Inventory Search".
    public static let endpoint = Endpoint.searchInventory

    /// By what; the channel looks at one kind of id alone.
    public enum Subject: Sendable, Hashable {
        /// Whole listings, at most 100.
        case products([String])
        /// Variants, at most 600.
        case skus([String])
    }

    /// Of what.
    public let subject: Subject

    /// The stock of some listings or variants.
    public init(_ subject: Subject) {
        self.subject = subject
    }

    /// Ids belong into the body.
    public var body: (any Encodable & Sendable)? {
        switch subject {
        case .products(let ids): ["product_ids": ids]
        case .skus(let ids): ["sku_ids": ids]
        }
    }

    /// None or too many.
    public var problem: String? {
        switch subject {
        case .products(let ids): (1...100).contains(ids.count) ? nil : "product_ids: from 1 to 100"
        case .skus(let ids): (1...600).contains(ids.count) ? nil : "sku_ids: from 1 to 600"
        }
    }
}
