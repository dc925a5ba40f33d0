import Contracts
import Foundation

/// Where a table keeps something sealed: enough to open it and to seal it under another key.
public struct SealedColumn: Sendable {
    /// The table, without its schema.
    public let table: String
    /// The column of the sealed bytes. An empty one holds nothing.
    public let bytes: String
    /// The column of the key's name; null where nothing is sealed.
    public let key: String
    /// What opens and seals it.
    public let vault: Vault
    /// Expressions of SQL, each of type text and not null, that the place is made of.
    let facts: [String]
    /// The place that the bytes are bound to, from the facts of their row; nil: the row cannot be read.
    let place: @Sendable ([String]) -> String?

    /// A sealed column.
    ///
    /// - Parameters:
    ///   - facts: Expressions over the row's columns, of type text and never null, such as `id::text`.
    ///   - place: What the bytes are bound to (``Vault/seal(_:for:)``), from the facts of their row.
    public init(
        _ table: String, _ bytes: String, key: String, vault: Vault, facts: [String],
        place: @escaping @Sendable ([String]) -> String?
    ) {
        self.table = table
        self.bytes = bytes
        self.key = key
        self.vault = vault
        self.facts = facts
        self.place = place
    }

    /// `table.column`, as people are shown it.
    public var name: String { "\(table).\(bytes)" }
}

extension SealedColumn {
    /// Bodies of messages that tell of persons, wherever they wait: the tables that every service has.
    public static func ofMessages(_ vault: Vault) -> [SealedColumn] {
        // The outbox has bodies in rows of the version before (migration 0014) alone, until they are adopted.
        ["outbox", "told"].map { table in
            SealedColumn(table, "body", key: "sealed_key", vault: vault, facts: ["id::text"]) { facts in
                UUID(text: facts[0]).map(Outgoing.place)
            }
        }
            + ["deferred", "failures"].map { table in
                SealedColumn(
                    table, "body", key: "sealed_key", vault: vault, facts: ["message_id::text", "lane", "message"]
                ) { facts in
                    guard let id = UUID(text: facts[0]), let stored = try? StoredMessage(text: facts[2]) else {
                        return nil
                    }
                    return KeptBody.place(stored.sealedAs ?? id, facts[1])
                }
            }
    }
}
