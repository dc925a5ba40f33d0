import TestKit
import Testing

@testable import ProductDriver

@Suite("Opening shops")
struct BazaarTests {
    private let wares = (0..<45).map { Bazaar.Ware(code: "W-\($0)", price: 100 + Int64($0), stock: 7) }

    /// 45 = 20 + 20 + 5.
    @Test("wares are variants of products, twenty at most, in their order")
    func wish() {
        let wish = Bazaar.wish(3, wares, seller: .null)
        #expect(wish["products"].list.map { $0["skus"].list.count } == [20, 20, 5])
        let last = wish["products"].list.last?["skus"].list.last ?? .null
        #expect(last["seller_sku"].text == "W-44" && last["price_minor"].int == 144)
        #expect(last["stock"].list.map(\.int) == [7])
        #expect(wish["seller"] == .null)
        #expect(Bazaar.wish(3, [], seller: "S1")["seller"].text == "S1")
    }

    @Test("what the channel made is known by the seller's own names")
    func made() {
        let shop = Bazaar.shop([
            "id": "7495", "products": [["id": "17", "skus": [["id": "19", "seller_sku": "W-1"]]]],
        ])
        #expect(shop.id == "7495")
        #expect(shop.listings == ["W-1": Bazaar.Listing(sku: "19", product: "17", code: "W-1")])
    }
}
