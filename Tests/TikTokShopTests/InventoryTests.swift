import Foundation
import Outbound
import Testing
import TikTokShop

struct InventoryTests {
    @Test("Stock is read by variant and warehouse")
    func search() throws {
        let page = try Fixture.page(Fixture.inventory, of: ProductInventory.self)
        let sku = try #require(page.items.first?.skus?.first)
        #expect(page.items.first?.productID == "1729000000000000001")
        #expect(sku.totalAvailable == 58)
        #expect(sku.totalCommitted == 2)
        #expect(sku.warehouses?.first?.available == 58)
        #expect(sku.warehouses?.first?.committed == 2)
        #expect(sku.distribution?.inShop?.quantity == 40)
        // 10 for the campaign and 8 for the creator.
        #expect(sku.distribution?.locked == 18)
    }

    @Test("A success can hide that a variant was refused")
    func partialFailure() throws {
        let result = try Fixture.reply(Fixture.partialFailure, as: InventoryUpdateResult.self)
        #expect(!result.isComplete)
        #expect(result.errors?.compactMap(\.detail?.skuID) == ["1729000000000000101"])
        let failure = try #require(result.errors?.first)
        #expect(failure.code == 12_052_990)
        #expect(failure.detail?.extraErrors?.first?.warehouseID == "6955000000000000001")
        #expect(failure.detail?.extraErrors?.first?.code == 12_052_097)
        #expect(failure.detail?.extraErrors?.first?.message == "warehouse not found")
    }

    @Test(
        "A success without errors is complete",
        arguments: [#"{"code":0,"data":{}}"#, #"{"code":0,"data":{"errors":[]}}"#])
    func complete(json: String) throws {
        #expect(try Fixture.reply(json, as: InventoryUpdateResult.self).isComplete)
    }

    @Test("An update names every SKU and warehouse as documented")
    func update() throws {
        let call = UpdateInventory(
            productID: "1729000000000000001",
            skus: [
                .init(
                    id: "1729000000000000101", inventory: [.init(warehouseID: "6955000000000000001", quantity: 55)])
            ])
        let request = try Fixture.request(call)
        #expect(request.url.contains("/product/202309/products/1729000000000000001/inventory/update?"))
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"skus":[{"id":"1729000000000000101","inventory":[{"quantity":55,"warehouse_id":"6955000000000000001"}]}]}"#
        )
    }

    @Test("Listings are taken off sale and brought back, each on its own")
    func onAndOff() throws {
        let off = try Fixture.request(DeactivateProducts(ids: ["1", "2"]))
        #expect(off.url.contains("/product/202309/products/deactivate?"))
        #expect(String(decoding: off.body, as: UTF8.self) == #"{"product_ids":["1","2"]}"#)
        #expect(try Fixture.request(ActivateProducts(ids: ["1"])).url.contains("/product/202309/products/activate?"))
        #expect(ActivateProducts(ids: []).problem == "product_ids: from 1 to 20")
        #expect(DeactivateProducts(ids: Array(repeating: "1", count: 21)).problem == "product_ids: from 1 to 20")
        let json = #"{"code":0,"data":{"errors":[{"code":12052048,"message":"m","detail":{"product_id":"2"}}]}}"#
        #expect(try Fixture.reply(json, as: ProductSwitchResult.self).errors?.first?.detail?.productID == "2")
    }

    @Test("What the channel would refuse is refused here by its field")
    func problems() {
        #expect(UpdateInventory(productID: "1", skus: []).problem == "skus: sets nothing")
        let noWarehouse = UpdateInventory(productID: "1", skus: [.init(id: "1", inventory: [])])
        #expect(noWarehouse.problem == "inventory: a SKU without a warehouse")
        for quantity in [-1, 100_000] {
            let call = UpdateInventory(
                productID: "1", skus: [.init(id: "1", inventory: [.init(warehouseID: "1", quantity: quantity)])])
            #expect(call.problem == "quantity: from 0 to 99999")
        }
        #expect(SearchInventory(.products([])).problem == "product_ids: from 1 to 100")
        #expect(SearchInventory(.skus(Array(repeating: "1", count: 601))).problem == "sku_ids: from 1 to 600")
    }
}
