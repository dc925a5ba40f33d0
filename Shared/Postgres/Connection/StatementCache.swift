/// What this connection's server process has prepared, by text and parameter types; the least recently used goes first.
struct StatementCache {
    /// Statements kept per connection. A service has some dozens; a text made anew each time must not fill the server.
    static let limit = 256

    /// A statement that is prepared, or is about to be.
    final class Entry {
        let name: String
        /// Whether it was sent to be prepared.
        var isQueued = false
        /// Whether the server said it is.
        var isPrepared = false
        fileprivate var lastUse = 0

        fileprivate init(name: String) {
            self.name = name
        }
    }

    /// The same text may be used with other types; the values' lengths do not matter.
    private struct Key: Hashable {
        let sql: SQL

        static func == (left: Key, right: Key) -> Bool {
            left.sql.text == right.sql.text && left.sql.slots.count == right.sql.slots.count
                && zip(left.sql.slots, right.sql.slots).allSatisfy { $0.type == $1.type }
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(sql.text)
        }
    }

    private var entries: [Key: Entry] = [:]
    private var uses = 0
    private var made = 0
    /// Names that the server still holds but no one uses any more.
    private(set) var retired: [String] = []

    /// The statement's entry, a new one if there was none.
    mutating func entry(for sql: SQL) -> Entry {
        uses += 1
        let key = Key(sql: sql)
        let entry = entries[key] ?? insert(key)
        entry.lastUse = uses
        return entry
    }

    private mutating func insert(_ key: Key) -> Entry {
        if entries.count >= Self.limit, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            retire(oldest.key)
        }
        made += 1
        let entry = Entry(name: "s\(made)")
        entries[Key(sql: key.sql.withoutValues)] = entry
        return entry
    }

    /// Forgets a statement that must not be used again.
    mutating func remove(_ sql: SQL) {
        retire(Key(sql: sql))
    }

    private mutating func retire(_ key: Key) {
        guard let entry = entries.removeValue(forKey: key), entry.isPrepared else { return }
        retired.append(entry.name)
    }

    /// Forgets what a failed pipeline meant to prepare but did not.
    mutating func removeUnprepared() {
        entries = entries.filter { $0.value.isPrepared }
    }

    /// Forgets all without telling the server, which has forgotten already.
    mutating func removeAll() {
        entries.removeAll()
        retired.removeAll()
    }

    /// Keeps a name for later, since the server did not come to it.
    mutating func retireAgain(_ name: String) {
        retired.append(name)
    }

    /// Hands out the names that the server is to forget.
    mutating func takeRetired() -> [String] {
        defer { retired.removeAll() }
        return retired
    }
}

extension SQL {
    /// The same text and types, its values let go.
    fileprivate var withoutValues: SQL {
        SQL(text: text, slots: slots, writer: BinaryWriter())
    }
}
