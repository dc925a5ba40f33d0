import Contracts
import Foundation
import Postgres

/// Names a way on which parcels of a shop go: the channel lists carriers per delivery option.
struct Way: Hashable, Sendable {
    let shop: ShopKey
    /// The channel's id; blank where an order names none.
    let option: String

    /// The way of an order.
    init(_ order: OrderChanged, of tenant: TenantID) {
        shop = ShopKey(tenant: tenant, shop: order.shop)
        option = order.deliveryOption ?? ""
    }

    /// A way as it is stored.
    init(shop: ShopKey, option: String) {
        (self.shop, self.option) = (shop, option)
    }
}

/// Carriers that the channel does not list, by the ways on which it has said so.
enum UnlistedStore {
    /// How long the channel's word is believed: a seller may have another carrier added, and nobody tells.
    private static let days = 7

    static func load(_ tenants: SQL, _ pipeline: inout Pipeline) -> Pending<[(Way, String)]> {
        pipeline.rows(
            """
            SELECT tenant_id, shop_id, delivery_option, carrier FROM unlisted_carriers
            WHERE \(tenants) AND told_at > now() - \(days) * interval '1 day'
            """
        ) { row in
            let shop = ShopKey(tenant: TenantID(try row.next(UUID.self)), shop: ShopID(try row.next(UUID.self)))
            return (Way(shop: shop, option: try row.next()), try row.next())
        }
    }

    /// Keeps what the channel has said of carriers to parcels; mostly nothing.
    static func save(_ handlings: [Handling], _ pipeline: inout Pipeline) {
        let told = Set(
            handlings.flatMap { handling in
                handling.refusedCarriers.compactMap { carrier in
                    handling.shipment.order.map { Told(way: Way($0, of: handling.shipment.tenant), carrier: carrier) }
                }
            }
        ).sorted()
        guard !told.isEmpty else { return }
        pipeline.run(
            """
            INSERT INTO unlisted_carriers (tenant_id, shop_id, delivery_option, carrier, told_at)
            SELECT *, now() FROM unnest(\(told.map(\.way.shop.tenant.uuid)), \(told.map(\.way.shop.shop.uuid)),
                \(told.map(\.way.option)), \(told.map(\.carrier)))
            ON CONFLICT (tenant_id, shop_id, delivery_option, carrier) DO UPDATE SET told_at = excluded.told_at
            """)
    }

    private struct Told: Hashable, Comparable {
        let way: Way
        let carrier: String

        static func < (left: Told, right: Told) -> Bool {
            (left.way.shop, left.way.option, left.carrier) < (right.way.shop, right.way.option, right.carrier)
        }
    }
}
