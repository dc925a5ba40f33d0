import Foundation
import Testing
import TikTokShop

struct SubItemTests {
    private func line(_ json: String) throws -> LineItem {
        try JSONDecoder().decode(LineItem.self, from: Data(json.utf8))
    }

    @Test("The units of a bundle are counted by their variant, in the order in which they come")
    func counts() throws {
        let line = try line(
            """
            {"id":"1","sub_item_info":[{"id":"11","sku_id":"A","seller_sku":"LAMP"},{"id":"12","sku_id":"B"},
             {"id":"13","sku_id":"A"}]}
            """)
        #expect(line.parts.map(\.skuID) == ["A", "B"])
        #expect(line.parts.map(\.count) == [2, 1])
        #expect(line.parts.first?.sellerSKU == "LAMP")
        #expect(line.subItems?.items.map(\.id) == ["11", "12", "13"])
    }

    @Test("A bundle that is told both ways is read from the list with counts")
    func both() throws {
        let line = try line(
            #"{"combined_listing_skus":[{"sku_id":"A","sku_count":2}],"sub_item_info":[{"sku_id":"B"}]}"#)
        #expect(line.parts.map(\.skuID) == ["A"] && line.parts.map(\.count) == [2])
    }

    @Test(
        "What does not say what it is made of has no parts, and costs no order",
        arguments: [
            "{}", #"{"sub_item_info":[]}"#, #"{"sub_item_info":[{"id":"11"}]}"#, #"{"sub_item_info":["11"]}"#,
            #"{"sub_item_info":{"a":1}}"#, #"{"sub_item_info":null,"combined_listing_skus":[]}"#,
        ])
    func none(json: String) throws {
        #expect(try line(json).parts.isEmpty)
    }
}
