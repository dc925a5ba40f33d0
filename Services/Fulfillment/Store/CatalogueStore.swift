import Contracts
import Foundation
import Postgres

/// What others own and parcels are decided by: settings, shops, warehouses, products.
enum CatalogueStore {
    // MARK: Locking

    /// Keeps the catalogue of the chosen shipments' tenants as it is until the transaction ends. Without it a shipment
    /// that is just decided to wait for a shop could miss the review that the shop's connection wants, and wait for
    /// good. To be taken before rows are locked: whoever waits for it holds up nobody else then.
    static func keep(_ chosen: SQL, _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            SELECT pg_advisory_xact_lock_shared(uuid_hash_extended(tenant_id, 'products'::regclass::oid::bigint))
            FROM (SELECT DISTINCT tenant_id FROM (\(chosen)) AS chosen ORDER BY tenant_id) AS tenants
            """)
    }

    /// Waits for everybody who decides by the catalogues of these tenants, and keeps them waiting until the change is
    /// there for them to see.
    private static func lock(_ tenants: some Sequence<TenantID>, _ pipeline: inout Pipeline) {
        let ids = Set(tenants).sorted().map(\.uuid)
        pipeline.run(
            """
            SELECT pg_advisory_xact_lock(uuid_hash_extended(id, 'products'::regclass::oid::bigint))
            FROM (SELECT id FROM unnest(\(ids)) AS given (id) ORDER BY id) AS tenants
            """)
    }

    // MARK: Reading

    static func rules(_ tenants: SQL, _ pipeline: inout Pipeline) -> Pending<[(TenantID, Rules)]> {
        pipeline.rows(
            """
            SELECT tenant_id, currency, confirm_above_minor, confirm_above_units, is_automation_on, parcel
            FROM settings WHERE \(tenants)
            """
        ) { row in
            let tenant = TenantID(try row.next(UUID.self))
            var rules = Rules()
            rules.currency = try row.next()
            rules.confirmAboveMinor = try row.next()
            rules.confirmAboveUnits = try row.next()
            rules.isAutomationOn = try row.next()
            rules.parcel = try row.next(JSON?.self)?.decode(ParcelDefaults.self)
            return (tenant, rules)
        }
    }

    static func connected(_ tenants: SQL, _ pipeline: inout Pipeline) -> Pending<[ShopKey]> {
        pipeline.rows("SELECT tenant_id, shop_id FROM shops WHERE state = 'connected' AND \(tenants)", shopKey)
    }

    static func warehouses(_ tenants: SQL, _ pipeline: inout Pipeline) -> Pending<[(ShopKey, Warehouse)]> {
        pipeline.rows(
            """
            SELECT tenant_id, shop_id, channel_warehouse, is_default, is_for_sales, address
            FROM warehouses WHERE \(tenants) ORDER BY tenant_id, shop_id, channel_warehouse
            """
        ) { row in
            let shop = try shopKey(&row)
            return (
                shop,
                Warehouse(
                    channelID: try row.next(), isDefault: try row.next(), isForSales: try row.next(),
                    place: try row.next(JSON.self).decode(Place.self))
            )
        }
    }

    /// The products of saved orders and of those that come with messages.
    static func products(
        _ chosen: SQL, besides keys: Set<ListedKey>, _ pipeline: inout Pipeline
    ) -> Pending<[(ListedKey, Measures?)]> {
        pipeline.rows(
            """
            SELECT p.tenant_id, p.shop_id, p.channel_product, p.grams, p.length, p.width, p.height
            FROM products p JOIN (
                SELECT s.tenant_id, s.shop_id, line ->> 'channelProduct' AS channel_product
                FROM shipments s JOIN (\(chosen)) AS chosen USING (tenant_id, order_id)
                CROSS JOIN LATERAL jsonb_array_elements(s.body -> 'order' -> 'lines') AS line
                UNION
                SELECT * FROM unnest(\(keys.map(\.shop.tenant.uuid)), \(keys.map(\.shop.shop.uuid)),
                    \(keys.map(\.channelID)))
            ) AS named (tenant_id, shop_id, channel_product) USING (tenant_id, shop_id, channel_product)
            """
        ) { row in
            let shop = try shopKey(&row)
            let key = ListedKey(shop: shop, channelID: try row.next())
            let grams = try row.next(Int?.self)
            let edges = [try row.next(Int?.self), try row.next(Int?.self), try row.next(Int?.self)]
            return (key, Measures(grams: grams, millimetres: edges.compactMap(\.self)))
        }
    }

    @Sendable private static func shopKey(_ row: inout RowReader) throws -> ShopKey {
        ShopKey(tenant: TenantID(try row.next(UUID.self)), shop: ShopID(try row.next(UUID.self)))
    }

    // MARK: Writing

    static func save(_ settings: [TenantID: SettingsChanged], _ pipeline: inout Pipeline) throws {
        let rows = settings.sorted { $0.key < $1.key }
        lock(rows.map(\.key), &pipeline)
        pipeline.run(
            """
            INSERT INTO settings (tenant_id, version, currency, confirm_above_minor, confirm_above_units,
                is_automation_on, parcel)
            SELECT * FROM unnest(\(rows.map(\.key.uuid)), \(rows.map(\.value.version)),
                \(rows.map(\.value.currency.code)), \(rows.map(\.value.confirmAboveMinor)),
                \(rows.map(\.value.confirmAboveUnits)), \(rows.map(\.value.isAutomationOn)),
                \(try rows.map { try $0.value.parcel.map { try JSON(encoding: $0) } } as [JSON?]))
            ON CONFLICT (tenant_id) DO UPDATE SET version = excluded.version, currency = excluded.currency,
                confirm_above_minor = excluded.confirm_above_minor, confirm_above_units = excluded.confirm_above_units,
                is_automation_on = excluded.is_automation_on, parcel = excluded.parcel
            WHERE excluded.version > settings.version
            """)
    }

    static func save(_ connections: [ShopKey: ConnectionChanged], _ pipeline: inout Pipeline) {
        let rows = connections.sorted { $0.key < $1.key }
        lock(rows.map(\.key.tenant), &pipeline)
        pipeline.run(
            """
            INSERT INTO shops (tenant_id, shop_id, version, state)
            SELECT * FROM unnest(\(rows.map(\.key.tenant.uuid)), \(rows.map(\.key.shop.uuid)),
                \(rows.map(\.value.version)), \(rows.map(\.value.state.rawValue)))
            ON CONFLICT (tenant_id, shop_id) DO UPDATE SET version = excluded.version, state = excluded.state
            WHERE excluded.version > shops.version
            """)
    }

    /// What was told later counts; an earlier message that comes late, or once more, does not.
    static func save(_ warehouses: [ListedKey: ToldWarehouse], _ pipeline: inout Pipeline) throws {
        let rows = warehouses.sorted { $0.key < $1.key }
        lock(rows.map(\.key.shop.tenant), &pipeline)
        pipeline.run(
            """
            INSERT INTO warehouses (tenant_id, shop_id, channel_warehouse, is_default, is_for_sales, address, told_at)
            SELECT * FROM unnest(\(rows.map(\.key.shop.tenant.uuid)), \(rows.map(\.key.shop.shop.uuid)),
                \(rows.map(\.key.channelID)), \(rows.map(\.value.warehouse.isDefault)),
                \(rows.map { $0.value.warehouse.isForSales && $0.value.warehouse.isEnabled }),
                \(try rows.map { try JSON(encoding: Place($0.value.warehouse)) }), \(rows.map(\.value.at)))
            ON CONFLICT (tenant_id, shop_id, channel_warehouse) DO UPDATE SET is_default = excluded.is_default,
                is_for_sales = excluded.is_for_sales, address = excluded.address, told_at = excluded.told_at
            WHERE warehouses.told_at IS NULL OR excluded.told_at >= warehouses.told_at
            """)
    }

    /// What a later reading of the catalogue says counts; an earlier one that comes late does not.
    static func save(_ products: [ListedKey: ProductSynced], _ pipeline: inout Pipeline) {
        let rows = products.sorted { $0.key < $1.key }
        lock(rows.map(\.key.shop.tenant), &pipeline)
        let measures = rows.map { Measures(grams: $0.value.weightGrams, millimetres: $0.value.dimensionsMillimetres) }
        pipeline.run(
            """
            INSERT INTO products (tenant_id, shop_id, channel_product, grams, length, width, height, read_at)
            SELECT * FROM unnest(\(rows.map(\.key.shop.tenant.uuid)), \(rows.map(\.key.shop.shop.uuid)),
                \(rows.map(\.key.channelID)), \(measures.map { $0?.grams }), \(measures.map { $0?.millimetres[0] }),
                \(measures.map { $0?.millimetres[1] }), \(measures.map { $0?.millimetres[2] }),
                \(rows.map(\.value.readAt.date)))
            ON CONFLICT (tenant_id, shop_id, channel_product) DO UPDATE SET grams = excluded.grams,
                length = excluded.length, width = excluded.width, height = excluded.height, read_at = excluded.read_at
            WHERE excluded.read_at >= products.read_at
            """)
    }
}

extension Place {
    /// A warehouse's address.
    init(_ warehouse: WarehouseSynced) {
        self.init(
            name: warehouse.contact ?? (warehouse.title.isEmpty ? nil : warehouse.title), phone: warehouse.phone,
            lines: warehouse.addressLines, city: warehouse.city, state: warehouse.state,
            postalCode: warehouse.postalCode, country: warehouse.region)
    }

    /// Where parcels leave from, as the owner of the brand says.
    init(_ sender: ParcelDefaults.ShipFrom) {
        self.init(
            name: sender.name, phone: sender.phone, lines: sender.lines, city: sender.city, state: sender.state,
            postalCode: sender.postalCode, country: sender.country)
    }

    /// Where an order goes. What a parcel arrives without, and is hidden, is left out: a carrier that wants a telephone
    /// is better told of none than of one with asterisks.
    init(_ recipient: RecipientChanged) {
        func shown(_ part: String?) -> String? { part?.contains("*") == true ? nil : part }
        self.init(
            name: recipient.fullName, phone: shown(recipient.phone), lines: recipient.addressLines,
            city: recipient.city, state: shown(recipient.state), postalCode: recipient.postalCode,
            country: recipient.region)
    }
}
