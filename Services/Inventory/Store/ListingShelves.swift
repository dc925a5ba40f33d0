import Contracts
import Foundation
import Postgres

/// Where what listings take lies: `components`, with the levels of their SKUs.
enum ListingShelves {
    /// The shelves of listings; not locked.
    ///
    /// - Parameter listings: A query of `(tenant_id, shop_id, channel_sku)`.
    static func load(_ listings: SQL, _ pipeline: inout Pipeline) -> () throws -> [ListingKey: [ListingShelf]] {
        let rows = pipeline.rows(
            """
            SELECT tenant_id, named.shop_id, named.channel_sku, sku_id, location_id, o.name, l.on_hand, l.reserved,
                l.held, coalesce(s.buffer, t.buffer, 0)
            FROM (\(listings)) AS named JOIN components c USING (tenant_id, shop_id, channel_sku)
            JOIN skus s USING (tenant_id, sku_id) JOIN levels l USING (tenant_id, sku_id)
            JOIN locations o USING (tenant_id, location_id) LEFT JOIN settings t USING (tenant_id)
            """, decode)
        return {
            var shelves: [ListingKey: [LocationID: ListingShelf]] = [:]
            for row in try rows.get() {
                let empty = ListingShelf(location: row.location, name: row.name)
                shelves[row.listing, default: [:]][row.location, default: empty].available[row.sku] = row.available
            }
            return shelves.mapValues { Array($0.values) }
        }
    }

    /// One SKU of a listing at one location.
    private struct Row {
        let listing: ListingKey
        let sku: SKUID
        let location: LocationID
        let name: String
        let available: Int
    }

    @Sendable private static func decode(_ row: inout RowReader) throws -> Row {
        let listing = ListingKey(
            tenant: TenantID(try row.next()), shop: ShopID(try row.next()), channelSKU: try row.next())
        let (sku, location, name) = try row.next((UUID, UUID, String).self)
        let (onHand, reserved, held, buffer) = try row.next((Int, Int, Int, Int).self)
        let level = Level(code: "", onHand: onHand, reserved: reserved, held: held, buffer: buffer)
        return Row(
            listing: listing, sku: SKUID(sku), location: LocationID(location), name: name, available: level.available)
    }
}
