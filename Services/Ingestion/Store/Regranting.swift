import Contracts
import Foundation
import Messaging
import Postgres

/// What connections are told to be granted changes with the grants of the app that only reads, whoever began those.
enum Regranting {
    /// Works out anew what is granted of shops, and writes the connections where that is something else.
    ///
    /// - Returns: What is told of them.
    static func drafts(of shops: [UUID], _ transaction: Transaction) async throws -> [Draft] {
        guard !shops.isEmpty else { return [] }
        let rows = try await transaction.rows(
            """
            SELECT a.scopes, \(unsafe: Connection.columns(of: "c")) FROM connections AS c
            JOIN accounts AS a ON (a.tenant_id, a.id) = (c.tenant_id, c.account_id)
            WHERE c.shop_id = ANY(\(shops)) AND c.state = 'connected' ORDER BY c.tenant_id, c.shop_id FOR UPDATE OF c
            """
        ) { row in (try row.next([String].self), try Connection(row: &row)) }
        let seen = try await ReadGrantStore.granted(rows.map(\.1.shop), transaction)
        let changed = rows.compactMap { scopes, connection -> Connection? in
            let granted = GrantedWords.connected(GrantedWords.read(scopes), seen: seen[connection.shop])
            guard granted != connection.granted else { return nil }
            var next = connection.becoming(connection.state)
            next.granted = granted
            return next
        }
        guard !changed.isEmpty else { return [] }
        var pipeline = Pipeline()
        ConnectionStore.save(changed, &pipeline)
        let rest = pipeline
        try await transaction.send(rest)
        return changed.map { Draft($0.message, tenant: $0.tenant, subject: $0.channelShop) }
    }
}
