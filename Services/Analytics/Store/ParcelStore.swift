import Commerce
import Contracts
import Foundation
import Postgres

/// A parcel that a carrier has taken, as a row.
struct ParcelRow: Sendable {
    let order: OrderKey
    let shipment: ShipmentID
    let shop: ShopID
    let facts: ParcelFacts

    var deliveredAt: Date? {
        if case .delivered(let date) = facts.fate { date } else { nil }
    }

    var fate: String {
        switch facts.fate {
        case .open: "open"
        case .delivered: "delivered"
        case .returned: "returned"
        case .lost: "lost"
        }
    }

    /// The rows of an order's parcels.
    static func rows(_ key: OrderKey, _ sheet: OrderSheet) -> [ParcelRow] {
        guard let shop = sheet.sold?.shop else { return [] }
        return sheet.parcels.compactMap { shipment, parcel in
            parcel.facts(handedOverAt: sheet.past.handedOverAt).map {
                ParcelRow(order: key, shipment: shipment, shop: shop, facts: $0)
            }
        }
    }
}

/// The rows of `parcels` and `products`.
enum ParcelStore {
    /// Writes parcels as they stand now.
    static func save(_ parcels: [ParcelRow], _ pipeline: inout Pipeline) {
        guard !parcels.isEmpty else { return }
        let rows = parcels.sorted { ($0.order.tenant, $0.shipment) < ($1.order.tenant, $1.shipment) }
        pipeline.run(
            """
            INSERT INTO parcels (tenant_id, shipment_id, shop_id, order_id, handed_over_at, delivered_at, fate)
            SELECT * FROM unnest(\(rows.map(\.order.tenant.uuid)), \(rows.map(\.shipment.uuid)),
                \(rows.map(\.shop.uuid)), \(rows.map(\.order.order.uuid)), \(rows.map(\.facts.handedOverAt)),
                \(rows.map(\.deliveredAt)), \(rows.map(\.fate)))
                AS new (tenant, shipment, shop, id, handed_over_at, delivered_at, fate)
            ORDER BY tenant, shipment
            ON CONFLICT (tenant_id, shipment_id) DO UPDATE SET shop_id = excluded.shop_id,
                handed_over_at = excluded.handed_over_at, delivered_at = excluded.delivered_at, fate = excluded.fate
            """)
    }

    /// What people call a product.
    struct Title: Hashable, Sendable {
        let title: String
        let toldAt: Instant

        func newer(_ other: Title) -> Title {
            (toldAt, title) < (other.toldAt, other.title) ? other : self
        }
    }

    /// Names a product of a shop.
    struct ProductKey: Hashable, Sendable {
        let shop: ShopKey
        let product: String
    }

    /// Writes the newest titles.
    static func save(_ titles: [ProductKey: Title], _ pipeline: inout Pipeline) {
        guard !titles.isEmpty else { return }
        let rows = titles.sorted { ($0.key.shop, $0.key.product) < ($1.key.shop, $1.key.product) }
        pipeline.run(
            """
            INSERT INTO products (tenant_id, shop_id, channel_product, title, told_at)
            SELECT * FROM unnest(\(rows.map(\.key.shop.tenant.uuid)), \(rows.map(\.key.shop.shop.uuid)),
                \(rows.map(\.key.product)), \(rows.map(\.value.title)), \(rows.map(\.value.toldAt.date)))
                AS new (tenant, shop, product, title, told_at)
            ORDER BY tenant, shop, product COLLATE "C"
            ON CONFLICT (tenant_id, shop_id, channel_product) DO UPDATE
            SET title = excluded.title, told_at = excluded.told_at
            WHERE products.told_at < excluded.told_at AND products.title <> excluded.title
            """)
    }
}
