import Contracts
import Foundation
import Messaging
import Postgres

/// Orders with their log and their recipients.
struct OrderStore: Sendable {
    /// Opens and seals recipients.
    let vault: Vault

    /// What a pipeline will have loaded.
    struct Loaded {
        fileprivate let rows: Pending<[Row]>
        fileprivate let vault: Vault

        /// The orders by key, after the round trip.
        func orders() throws -> [OrderKey: StoredOrder] {
            var orders: [OrderKey: StoredOrder] = [:]
            for row in try rows.get() { orders[row.key] = try row.order(vault) }
            return orders
        }
    }

    /// Keeps a place for every order, then locks and reads all of them, in key order.
    ///
    /// - Parameter rung: When somebody rang for an order, by key; where nobody did, it is first heard of now. The id of
    ///   a new order tells it, so that journeys are measured from there.
    func load(
        _ keys: some Sequence<OrderKey>, rung: [OrderKey: Date] = [:], _ pipeline: inout Pipeline
    ) -> Loaded {
        let keys = Set(keys).sorted()
        let named: SQL = """
            SELECT * FROM unnest(\(keys.map(\.tenant.uuid)), \(keys.map(\.shop.uuid)), \(keys.map(\.channelOrder)),
                \(keys.map { UUID.v7(at: rung[$0] ?? Date()) })) AS named (tenant_id, shop_id, channel_order, id)
            """
        return load(named, &pipeline)
    }

    /// The same for orders of which only the sender and the channel's names are known. Places are kept for shops that
    /// the sender may speak for, and for no others.
    func load(submittedBy messages: [Received<OrderSubmitted>], _ pipeline: inout Pipeline) -> Loaded {
        let messages = messages.filter {
            OrderReader.isIdentifier($0.body.channelShop) && OrderReader.isIdentifier($0.body.channelOrder)
        }
        let orders = messages.map(\.body)
        let named: SQL = """
            SELECT DISTINCT ON (c.tenant_id, c.shop_id, m.channel_order) c.tenant_id, c.shop_id, m.channel_order, m.id
            FROM unnest(\(messages.map { $0.metadata.user ?? "" }), \(orders.map(\.channelShop)),
                \(orders.map(\.channelOrder)), \(orders.map { _ in UUID.v7() }))
                AS m (user_name, channel_shop, channel_order, id)
            JOIN connections AS c ON c.channel_shop = m.channel_shop AND c.state <> 'disconnected'
            WHERE EXISTS (
                SELECT FROM producers AS p WHERE p.tenant_id = c.tenant_id AND p.user_name = m.user_name
                    AND (p.shop_id IS NULL OR p.shop_id = c.shop_id))
            """
        return load(named, &pipeline)
    }

    private func load(_ named: SQL, _ pipeline: inout Pipeline) -> Loaded {
        pipeline.run(
            """
            INSERT INTO orders (tenant_id, shop_id, channel_order, id) \(named)
            ORDER BY 1, 2, 3 ON CONFLICT (tenant_id, shop_id, channel_order) DO NOTHING
            """)
        let rows = pipeline.rows(
            """
            SELECT o.tenant_id, o.shop_id, o.channel_order, o.id, o.version, o.snapshot,
                r.version, r.sealed, r.sealed_key
            FROM orders AS o LEFT JOIN recipients AS r ON (r.tenant_id, r.order_id) = (o.tenant_id, o.id)
            WHERE (o.tenant_id, o.shop_id, o.channel_order) IN
                (SELECT tenant_id, shop_id, channel_order FROM (\(named)) AS named)
            ORDER BY o.tenant_id, o.shop_id, o.channel_order FOR UPDATE OF o
            """, as: Row.self)
        return Loaded(rows: rows, vault: vault)
    }

    /// Writes the changes of a batch: rows, log, recipients; one statement each.
    func save(_ changes: [OrderChange], _ pipeline: inout Pipeline) throws {
        guard !changes.isEmpty else { return }
        try saveSnapshots(Self.last(changes) { _ in true }, &pipeline)
        saveLog(changes.filter(\.isVersion), &pipeline)
        try saveRecipients(Self.last(changes) { $0.recipient != nil }, &pipeline)
    }

    /// The last change of each order: a statement may touch a row once.
    private static func last(_ changes: [OrderChange], _ counts: (OrderChange) -> Bool) -> [OrderChange] {
        let byKey = Dictionary(changes.filter(counts).map { ($0.key, $0) }) { _, later in later }
        return byKey.values.sorted { $0.key < $1.key }
    }

    private func saveSnapshots(_ changes: [OrderChange], _ pipeline: inout Pipeline) throws {
        let snapshots = changes.map(\.snapshot)
        pipeline.run(
            """
            UPDATE orders SET version = new.version, status = new.status, channel_status = new.channel_status,
                placed_at = new.placed_at, updated_at = new.updated_at, snapshot = new.snapshot
            FROM unnest(\(changes.map(\.key.tenant.uuid)), \(changes.map(\.id.uuid)),
                \(changes.map { Int32($0.version) }), \(snapshots.map(\.status.rawValue)),
                \(snapshots.map(\.channelStatus)), \(snapshots.map(\.placedAt.date)),
                \(snapshots.map(\.updatedAt.date)), \(try snapshots.map { try JSON(encoding: $0) }))
                AS new (tenant_id, id, version, status, channel_status, placed_at, updated_at, snapshot)
            WHERE orders.tenant_id = new.tenant_id AND orders.id = new.id
            """)
    }

    private func saveLog(_ changes: [OrderChange], _ pipeline: inout Pipeline) {
        guard !changes.isEmpty else { return }
        pipeline.run(
            """
            INSERT INTO order_events
                (tenant_id, order_id, version, status, previous_status, changed, source, happened_at)
            SELECT tenant, id, version, status, previous, string_to_array(changed, ','), source, happened
            FROM unnest(\(changes.map(\.key.tenant.uuid)), \(changes.map(\.id.uuid)),
                \(changes.map { Int32($0.version) }), \(changes.map(\.snapshot.status.rawValue)),
                \(changes.map { $0.previousStatus?.rawValue }), \(changes.map { $0.fields.joined(separator: ",") }),
                \(changes.map(\.source.rawValue)), \(changes.map(\.snapshot.updatedAt.date)))
                AS new (tenant, id, version, status, previous, changed, source, happened)
            """)
    }

    private func saveRecipients(_ changes: [OrderChange], _ pipeline: inout Pipeline) throws {
        guard !changes.isEmpty else { return }
        let sealed = try changes.map { change in
            try vault.seal(JSONEncoder().encode(change.recipient?.recipient), for: Self.place(change.id))
        }
        pipeline.run(
            """
            INSERT INTO recipients AS old (tenant_id, order_id, version, sealed, sealed_key, is_masked)
            SELECT * FROM unnest(\(changes.map(\.key.tenant.uuid)), \(changes.map(\.id.uuid)),
                \(changes.map { Int32($0.recipient?.version ?? 1) }), \(sealed.map(\.bytes)), \(sealed.map(\.key)),
                \(changes.map { $0.recipient?.recipient?.isMasked ?? false }))
            ON CONFLICT (tenant_id, order_id) DO UPDATE SET version = excluded.version, sealed = excluded.sealed,
                sealed_key = excluded.sealed_key, is_masked = excluded.is_masked, changed_at = now()
            WHERE old.sealed IS NOT NULL
            """)
    }

    /// Where an order goes; nil when it has not been told.
    func recipient(
        of order: OrderID, _ tenant: TenantID, _ database: some PostgresClient
    ) async throws -> StoredRecipient? {
        let row = try await database.first(
            """
            SELECT version, sealed, sealed_key FROM recipients
            WHERE tenant_id = \(tenant.uuid) AND order_id = \(order.uuid)
            """, as: (Int32, [UInt8]?, String?).self)
        guard let (version, bytes, key) = row else { return nil }
        guard let bytes, let key else { return StoredRecipient(version: Int(version), recipient: nil) }
        let sealed = Vault.Sealed(bytes: bytes, key: key)
        return StoredRecipient(version: Int(version), recipient: try open(sealed, of: order))
    }

    /// A recipient as it was sealed; nil: the order has none.
    func open(_ sealed: Vault.Sealed, of order: OrderID) throws -> Recipient? {
        try JSONDecoder().decode(Recipient?.self, from: vault.open(sealed, for: Self.place(order)))
    }

    /// What a recipient is sealed for.
    static func place(_ order: OrderID) -> String { "recipients/\(order)" }

    fileprivate struct Row: PostgresRow {
        let key: OrderKey
        let id: UUID
        let version: Int
        let snapshot: JSON?
        let recipientVersion: Int?
        let sealed: [UInt8]?
        let sealedKey: String?

        init(row: inout RowReader) throws {
            key = OrderKey(
                tenant: TenantID(try row.next(UUID.self)), shop: ShopID(try row.next(UUID.self)),
                channelOrder: try row.next())
            id = try row.next()
            version = Int(try row.next(Int32.self))
            snapshot = try row.next()
            recipientVersion = try row.next(Int32?.self).map(Int.init)
            sealed = try row.next()
            sealedKey = try row.next()
        }

        func order(_ vault: Vault) throws -> StoredOrder {
            StoredOrder(
                key: key, id: OrderID(id), version: version, snapshot: try snapshot?.decode(OrderSnapshot.self),
                recipient: try recipientVersion.map {
                    StoredRecipient(version: $0, recipient: try recipient(vault))
                })
        }

        private func recipient(_ vault: Vault) throws -> Recipient? {
            guard let sealed, let sealedKey else { return nil }
            let bytes = try vault.open(Vault.Sealed(bytes: sealed, key: sealedKey), for: OrderStore.place(OrderID(id)))
            return try JSONDecoder().decode(Recipient.self, from: bytes)
        }
    }
}
