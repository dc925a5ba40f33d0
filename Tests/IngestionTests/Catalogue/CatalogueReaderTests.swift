import Contracts
import Foundation
import Testing
import TikTokShop

@testable import Ingestion

struct CatalogueReaderTests {
    private let reader = ProductReader(shop: Samples.shop, readAt: Samples.readAt)

    @Test("a listing comes with the channel's stock, committed units included")
    func product() throws {
        let inventory = try Samples.decode(
            ProductInventory.self,
            [
                "product_id": "1",
                "skus": [
                    [
                        "id": "11",
                        "warehouse_inventory": [
                            ["warehouse_id": "W", "available_quantity": 58, "committed_quantity": 2]
                        ],
                    ]
                ],
            ])
        let synced = try reader.read(Self.product(), inventory)
        #expect(synced.isActive)
        #expect(synced.skus[0].stock == [ChannelStock(channelWarehouse: "W", available: 58, committed: 2)])
        #expect(synced.skus[0].price == Money(minorUnits: 2490, currency: .usd))
        #expect(synced.skus[0].title == "Blue, L")
        #expect(synced.weightGrams == 520)
        #expect(synced.dimensionsMillimetres == [255, 100, 80])
    }

    @Test(
        "weights round up to whole grams",
        arguments: [
            ("1", "POUND", 454 as Int?), ("0.4", "KILOGRAM", 400), ("520", "GRAM", 520), ("0.5", "GRAM", 1),
            ("x", "GRAM", nil), ("1", "STONE", nil), ("", "GRAM", nil), ("-1", "GRAM", nil),
        ])
    func grams(value: String, unit: String, grams: Int?) {
        // A pound is 453.59237 g.
        #expect(Measures.grams(Weight(value, unit)) == grams)
    }

    @Test("edges round up to whole millimetres; two edges are no parcel")
    func millimetres() {
        // 10 in = 254 mm, 5.5 in = 139.7 mm, 1 in = 25.4 mm.
        #expect(
            Measures.millimetres(Dimensions(length: "10", width: "5.5", height: "1", unit: "INCH")) == [254, 140, 26])
        #expect(Measures.millimetres(Dimensions(length: "10", width: "", height: "1", unit: "CM")) == nil)
    }

    @Test("what a search does not tell of a parcel is kept from before, and a repeat is not told again")
    func shelf() throws {
        let whole = try reader.read(Self.product(), nil)
        let page = try Samples.decode(Page<Product>.self, ["products": [Self.fields(["package_weight": NSNull()])]])
        let shelf = ProductShelf(
            page.items, [], ProductReader(shop: Samples.shop, readAt: Instant(seconds: 1_767_300_000)))
        #expect(shelf.changed(since: ["1": whole]).isEmpty)
        #expect(shelf.incomplete(since: ["1": whole]).isEmpty)
        #expect(shelf.changed(since: [:]).map(\.channelProduct) == ["1"])
        #expect(shelf.incomplete(since: [:]) == ["1"])
    }

    @Test("one bad listing of a page spoils only itself")
    func faults() throws {
        let bad = Self.fields(["id": "2", "skus": [["id": ""]]])
        let page = try Samples.decode(Page<Product>.self, ["products": [Self.fields(), bad]])
        let shelf = ProductShelf(page.items, [], reader)
        #expect(shelf.ids == ["1"])
        #expect(shelf.faults.map { "\($0.key): \($0.fault)" } == ["2: skus[0].id is missing"])
    }

    @Test("a warehouse says what it is for")
    func warehouse() throws {
        let warehouse = try Samples.decode(
            Warehouse.self,
            [
                "id": "6955000000000000001", "name": "Main", "effect_status": "DISABLED", "type": "RETURN_WAREHOUSE",
                "address": ["distict": "Travis", "region_code": "US", "full_address": "12 Sample St"],
            ])
        let synced = try WarehouseReader.read(warehouse, shop: Samples.shop)
        #expect(!synced.isForSales)
        #expect(!synced.isEnabled)
        #expect(synced.city == "Travis")
        #expect(synced.addressLines == ["12 Sample St"])
    }

    private static func product() throws -> Product {
        try Samples.decode(Product.self, fields())
    }

    private static func fields(_ changes: [String: Any] = [:]) -> [String: Any] {
        let fields: [String: Any] = [
            "id": "1", "title": "Demo tumbler", "status": "ACTIVATE", "update_time": 1_767_220_000,
            "package_weight": ["value": "520", "unit": "GRAM"],
            "package_dimensions": ["length": "25.5", "width": "10", "height": "8", "unit": "CENTIMETER"],
            "skus": [
                [
                    "id": "11", "seller_sku": "TMB", "price": ["currency": "USD", "sale_price": "24.90"],
                    "sales_attributes": [["value_name": "Blue"], ["value_name": "L"]],
                ]
            ],
        ]
        return fields.merging(changes) { $1 }
    }
}
