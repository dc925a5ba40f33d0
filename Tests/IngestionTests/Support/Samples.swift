import Contracts
import Crypto
import Foundation
import TikTokShop

@testable import Ingestion

/// Orders, returns and products as the channel writes them, to be bent by each test.
enum Samples {
    static let tenant = TenantID(UUID(uuidString: "0190a000-0000-7000-8000-000000000001") ?? UUID())
    static let shop = ShopID(UUID(uuidString: "0190a000-0000-7000-8000-0000000000aa") ?? UUID())
    /// 2026-01-01T00:00:00Z, after the times of the sample order.
    static let readAt = Instant(seconds: 1_767_225_600)

    static let buyers = BuyerPseudonyms(tenant: tenant, key: SymmetricKey(data: Data("test".utf8)))
    static let reader = OrderReader(market: "US", buyers: buyers, readAt: readAt)

    /// The order of the reference: two tumblers and a brush.
    static func order(_ changes: [String: Any] = [:], lines: [[String: Any]]? = nil) throws -> TikTokShop.Order {
        var fields: [String: Any] = [
            "id": "576400000000000001", "status": "AWAITING_SHIPMENT", "order_type": "NORMAL",
            "user_id": "7021000000000000001", "create_time": 1_767_221_000, "paid_time": 1_767_221_042,
            "update_time": 1_767_224_700, "rts_sla_time": 1_767_484_800, "fulfillment_type": "FULFILLMENT_BY_SELLER",
            "shipping_type": "SELLER", "delivery_option_id": "7091000000000000001",
            "warehouse_id": "6955000000000000001", "is_sample_order": false, "is_cod": false,
            "is_on_hold_order": true,
            "payment": ["currency": "USD", "shipping_fee": "5.99", "total_amount": "60.41"],
            "recipient_address": address(),
            "line_items": lines ?? [tumbler("577000000000000011"), tumbler("577000000000000012"), brush],
        ]
        fields.merge(changes) { $1 }
        return try decode(TikTokShop.Order.self, fields)
    }

    static func tumbler(_ id: Any, _ changes: [String: Any] = [:]) -> [String: Any] {
        let fields: [String: Any] = [
            "id": id, "product_id": "1729000000000000001", "product_name": "Demo tumbler",
            "sku_id": "1729000000000000101", "sku_name": "Blue, 500 ml", "seller_sku": "TMB-500-BL",
            "display_status": "AWAITING_SHIPMENT", "currency": "USD", "original_price": "24.90",
            "seller_discount": "2.00", "platform_discount": "1.00", "sale_price": "21.90",
            "item_tax": [["tax_type": "SALES_TAX", "tax_amount": "1.81"]], "is_gift": false,
        ]
        return fields.merging(changes) { $1 }
    }

    static var brush: [String: Any] {
        [
            "id": "577000000000000013", "product_id": "1729000000000000002", "product_name": "Demo brush",
            "sku_id": "1729000000000000201", "sku_name": "Default", "seller_sku": "BRS-01",
            "display_status": "AWAITING_SHIPMENT", "currency": "USD", "original_price": "12.50",
            "seller_discount": "0", "platform_discount": "0.50", "sale_price": "12.00",
            "item_tax": [["tax_amount": "0.99"]], "is_gift": false,
        ]
    }

    static func address(_ changes: [String: Any] = [:]) -> [String: Any] {
        let fields: [String: Any] = [
            "name": "Ana Demo", "first_name": "Ana", "last_name": "Demo", "phone_number": "(+1)555-***-0100",
            "address_line1": "12 Sample St", "address_line2": "Apt 3", "address_line3": "", "address_line4": "",
            "postal_code": "78701", "region_code": "US",
            "district_info": [
                ["address_level_name": "Country", "address_name": "United States"],
                ["address_level_name": "State", "address_name": "Texas"],
                ["address_level_name": "City", "address_name": "Austin"],
            ],
        ]
        return fields.merging(changes) { $1 }
    }

    /// What the sample reads as, with a status and a time of change.
    static func read(
        _ status: String = "AWAITING_SHIPMENT", updated: Int = 1_767_224_700, _ changes: [String: Any] = [:]
    ) throws -> ReadOrder {
        let lines = [
            tumbler("577000000000000011", ["display_status": status]),
            tumbler("577000000000000012", ["display_status": status]),
        ]
        var fields: [String: Any] = ["status": status, "update_time": updated]
        fields.merge(changes) { $1 }
        return try reader.read(order(fields, lines: lines))
    }

    static func stored(_ id: OrderID = .mint()) -> StoredOrder {
        StoredOrder(
            key: OrderKey(tenant: tenant, shop: shop, channelOrder: "576400000000000001"), id: id, version: 0,
            snapshot: nil, recipient: nil)
    }

    static func decode<Value: Decodable>(_ type: Value.Type, _ fields: Any) throws -> Value {
        try JSONDecoder().decode(type, from: JSONSerialization.data(withJSONObject: fields))
    }
}

/// The fault that reading an order ends with; nil when it can be read.
func fault(_ changes: [String: Any] = [:], lines: [[String: Any]]? = nil) throws -> String? {
    let order = try Samples.order(changes, lines: lines)
    do {
        _ = try Samples.reader.read(order)
        return nil
    } catch {
        return error.description
    }
}
