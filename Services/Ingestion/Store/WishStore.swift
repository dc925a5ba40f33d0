import Contracts
import Foundation
import Postgres

/// A product's newest wish.
struct StockWish: Sendable {
    let command: ChannelStockSet
    let state: ListingState
}

/// A parcel that is to be shipped.
struct ShipWish: Sendable {
    let command: OrderShip
    /// Since when its label is waited for.
    let labelSince: Date?
    /// Since when the channel has taken its call and does not show it.
    let calledSince: Date?
}

/// How a listing stands with us where the channel takes no 0.
struct ListingState: Hashable, Sendable {
    var sale = ListingSale.on
    /// Where it should show 0 and still shows more.
    var owed: Set<StockPlace> = []
}

/// What we did to a listing where the channel takes no 0.
enum ListingSale: Hashable, Sendable {
    /// Nothing, or it is undone.
    case on
    /// The channel was asked to take it off sale; nobody knows whether it has.
    case leaving
    /// The channel has taken it off sale.
    case off

    init(isOff: Bool, isLeaving: Bool) {
        self = isOff ? .off : isLeaving ? .leaving : .on
    }
}

/// What others want done at the channels.
enum WishStore {
    /// How far each product is; locks the rows.
    static func stockSequences(
        _ keys: [StockKey], _ pipeline: inout Pipeline
    ) -> Pending<[(StockKey, StockSequences)]> {
        let keys = Set(keys).sorted()
        return pipeline.rows(
            """
            SELECT tenant_id, shop_id, channel_product, sequence, told_sequence FROM stock_wishes
            WHERE (tenant_id, shop_id, channel_product) IN (SELECT * FROM unnest(\(keys.map(\.tenant.uuid)),
                \(keys.map(\.shop.uuid)), \(keys.map(\.channelProduct))))
            ORDER BY tenant_id, shop_id, channel_product FOR UPDATE
            """
        ) { row in
            let key = StockKey(
                tenant: TenantID(try row.next(UUID.self)), shop: ShopID(try row.next(UUID.self)),
                channelProduct: try row.next())
            return (key, StockSequences(wanted: try row.next(), told: try row.next()))
        }
    }

    /// Keeps the newest wish per product.
    static func save(stock wishes: [(key: StockKey, command: ChannelStockSet)], _ pipeline: inout Pipeline) throws {
        guard !wishes.isEmpty else { return }
        pipeline.run(
            """
            INSERT INTO stock_wishes AS old (tenant_id, shop_id, channel_product, sequence, command)
            SELECT * FROM unnest(\(wishes.map(\.key.tenant.uuid)), \(wishes.map(\.key.shop.uuid)),
                \(wishes.map(\.key.channelProduct)), \(wishes.map(\.command.sequence)),
                \(try wishes.map { try JSON(encoding: $0.command) }))
            ON CONFLICT (tenant_id, shop_id, channel_product) DO UPDATE
            SET sequence = excluded.sequence, command = excluded.command WHERE old.sequence < excluded.sequence
            """)
    }

    /// The newest wish for a product that was not carried out yet.
    static func stock(_ key: StockKey, _ client: some PostgresClient) async throws -> StockWish? {
        let row = try await client.first(
            """
            SELECT command, is_off, is_leaving, owed FROM stock_wishes
            WHERE tenant_id = \(key.tenant.uuid) AND shop_id = \(key.shop.uuid)
                AND channel_product = \(key.channelProduct) AND sequence > told_sequence
            """, as: (JSON, Bool, Bool, [String]).self)
        return try row.map { command, isOff, isLeaving, owed in
            let sale = ListingSale(isOff: isOff, isLeaving: isLeaving)
            return StockWish(
                command: try command.decode(ChannelStockSet.self),
                state: ListingState(sale: sale, owed: Set(owed.map(StockPlace.init))))
        }
    }

    /// Which of some products may be off sale by us.
    static func takenOff(
        _ ids: [String], tenant: TenantID, shop: ShopID, _ client: some PostgresClient
    ) async throws -> Set<String> {
        Set(
            try await client.rows(
                """
                SELECT channel_product FROM stock_wishes WHERE tenant_id = \(tenant.uuid) AND shop_id = \(shop.uuid)
                    AND channel_product = ANY(\(ids)) AND (is_off OR is_leaving)
                """, as: String.self))
    }

    /// Notes that a listing is about to be taken off sale.
    static func leaving(_ key: StockKey, _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            UPDATE stock_wishes SET is_leaving = true
            WHERE tenant_id = \(key.tenant.uuid) AND shop_id = \(key.shop.uuid)
                AND channel_product = \(key.channelProduct)
            """)
    }

    /// Notes that a wish was answered, and what became of the listing by it; nil: nothing that is not noted already.
    static func told(_ key: StockKey, sequence: Int64, _ state: ListingState?, _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            UPDATE stock_wishes SET told_sequence = greatest(told_sequence, \(sequence)),
                is_off = coalesce(\(state.map { $0.sale == .off } as Bool?), is_off),
                is_leaving = coalesce(\(state.map { $0.sale == .leaving } as Bool?), is_leaving),
                owed = coalesce(\(state.map { $0.owed.map(\.name).sorted() } as [String]?), owed)
            WHERE tenant_id = \(key.tenant.uuid) AND shop_id = \(key.shop.uuid)
                AND channel_product = \(key.channelProduct)
            """)
    }

    /// Keeps the newest command per parcel; one that is accepted stays so.
    static func save(ships wishes: [(tenant: TenantID, command: OrderShip)], _ pipeline: inout Pipeline) throws {
        guard !wishes.isEmpty else { return }
        pipeline.run(
            """
            INSERT INTO ship_wishes AS old (tenant_id, shipment_id, order_id, command)
            SELECT * FROM unnest(\(wishes.map(\.tenant.uuid)), \(wishes.map(\.command.shipment.uuid)),
                \(wishes.map(\.command.order.uuid)), \(try wishes.map { try JSON(encoding: $0.command) }))
            ON CONFLICT (tenant_id, shipment_id) DO UPDATE SET command = excluded.command, changed_at = now(),
                state = CASE WHEN old.state = 'accepted' THEN old.state ELSE 'wanted' END, label_since = NULL,
                called_since = NULL
            """)
    }

    /// A parcel's command, and what is waited for.
    static func ship(
        _ shipment: UUID, tenant: TenantID, _ client: some PostgresClient
    ) async throws -> ShipWish? {
        let row = try await client.first(
            """
            SELECT command, label_since, called_since FROM ship_wishes
            WHERE tenant_id = \(tenant.uuid) AND shipment_id = \(shipment)
            """, as: (JSON, Date?, Date?).self)
        return try row.map {
            ShipWish(command: try $0.0.decode(OrderShip.self), labelSince: $0.1, calledSince: $0.2)
        }
    }

    /// Notes that a parcel's label is waited for.
    static func awaitLabel(_ shipment: ShipmentID, tenant: TenantID, since: Date, _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            UPDATE ship_wishes SET label_since = coalesce(label_since, \(since))
            WHERE tenant_id = \(tenant.uuid) AND shipment_id = \(shipment.uuid)
            """)
    }

    /// Notes that the channel has taken a parcel's call and does not show it yet.
    static func awaitSight(_ shipment: ShipmentID, tenant: TenantID, since: Date, _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            UPDATE ship_wishes SET called_since = coalesce(called_since, \(since))
            WHERE tenant_id = \(tenant.uuid) AND shipment_id = \(shipment.uuid)
            """)
    }

    /// Notes what became of a parcel.
    static func shipped(
        _ shipment: ShipmentID, tenant: TenantID, isAccepted: Bool, package: String?, _ pipeline: inout Pipeline
    ) {
        pipeline.run(
            """
            UPDATE ship_wishes SET state = \(isAccepted ? "accepted" : "refused"), changed_at = now(),
                package = coalesce(\(package as String?), package)
            WHERE tenant_id = \(tenant.uuid) AND shipment_id = \(shipment.uuid)
            """)
    }
}
