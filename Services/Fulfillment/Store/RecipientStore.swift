import Contracts
import Foundation
import Messaging
import Postgres

/// Where orders go: sealed at rest, bound to their order, opened by the work that buys a label and by nobody else.
struct RecipientStore: Sendable {
    let vault: Vault

    /// Keeps the newest version of each.
    func save(_ recipients: [ShipmentKey: RecipientChanged], _ pipeline: inout Pipeline) throws {
        let rows = recipients.sorted { $0.key < $1.key }
        guard !rows.isEmpty else { return }
        let sealed = try rows.map { key, recipient in
            try vault.seal(try JSONEncoder().encode(Place(recipient)), for: Self.place(key))
        }
        pipeline.run(
            """
            INSERT INTO recipients (tenant_id, order_id, version, sealed, sealed_key)
            SELECT * FROM unnest(\(rows.map(\.key.tenant.uuid)), \(rows.map(\.key.order.uuid)),
                \(rows.map(\.value.version)), \(sealed.map(\.bytes)), \(sealed.map(\.key)))
            ON CONFLICT (tenant_id, order_id) DO UPDATE SET version = excluded.version, sealed = excluded.sealed,
                sealed_key = excluded.sealed_key, changed_at = now()
            WHERE excluded.version > recipients.version
            """)
    }

    /// Opens one; nil when it never came or is erased.
    func open(_ key: ShipmentKey, _ client: some PostgresClient) async throws -> (place: Place, version: Int)? {
        let row = try await client.first(
            """
            SELECT version, sealed, sealed_key FROM recipients
            WHERE tenant_id = \(key.tenant.uuid) AND order_id = \(key.order.uuid) AND sealed IS NOT NULL
            """, as: (Int, [UInt8], String).self)
        guard let row else { return nil }
        let bytes = try vault.open(Vault.Sealed(bytes: row.1, key: row.2), for: Self.place(key))
        return (try JSONDecoder().decode(Place.self, from: bytes), row.0)
    }

    /// What the table keeps sealed.
    static func sealed(_ vault: Vault) -> SealedColumn {
        SealedColumn(
            "recipients", "sealed", key: "sealed_key", vault: vault, facts: ["tenant_id::text", "order_id::text"]
        ) { facts in
            guard let tenant = TenantID(facts[0]), let order = OrderID(facts[1]) else { return nil }
            return place(ShipmentKey(tenant: tenant, order: order))
        }
    }

    /// What is sealed opens only in the row that it was sealed for.
    private static func place(_ key: ShipmentKey) -> String { "recipient \(key.tenant) \(key.order)" }
}
