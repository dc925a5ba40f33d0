import AMQP
import Contracts
import Foundation
import Postgres

/// The rows of messages that a transaction has decided to send.
enum OutboxTable {
    /// Seconds that the instance that wrote or swept a row has for publishing it before others may. Short, because the
    /// rows of one that died wait for so long; what is sent twice for it, the inbox of the receiver recognises.
    static let claim = 2.0

    /// Writes messages in the transaction that decided them. Their claim counts from here, not from the transaction's
    /// begin: of a slow one it would be over at the commit.
    static func insert(_ messages: [Outgoing], _ pipeline: inout Pipeline) {
        guard !messages.isEmpty else { return }
        pipeline.run(
            """
            INSERT INTO outbox
                (id, exchange, routing_key, type, tenant_id, correlation, causation, headers, body, sealed_key,
                claimed_until)
            SELECT new.*, clock_timestamp() + make_interval(secs => \(claim)) FROM unnest(\(columns(messages))) AS new
            """)
    }

    /// The same for a caller's role, which may only append.
    static func append(_ messages: [Outgoing], _ pipeline: inout Pipeline) {
        guard !messages.isEmpty else { return }
        pipeline.run("SELECT publish(\(columns(messages)), \(claim))")
    }

    private static func columns(_ messages: [Outgoing]) -> SQL {
        let headers = messages.map { $0.headers.count == 0 ? nil : Self.text($0.headers) }
        return """
            \(messages.map(\.id)), \(messages.map(\.route.exchange)), \(messages.map(\.route.key)),
            \(messages.map(\.name.rawValue)), \(messages.map { $0.tenant?.uuid }), \(messages.map(\.correlation)),
            \(messages.map(\.causation)), \(headers), \(messages.map { $0.sealed?.bytes ?? $0.body }),
            \(messages.map(\.sealed?.key))
            """
    }

    /// Puts off rows that could not be published, twice as long each time up to five minutes, with the reason.
    static func putOff(_ failed: [(id: UUID, reason: String)], _ pipeline: inout Pipeline) {
        guard !failed.isEmpty else { return }
        pipeline.run(
            """
            UPDATE outbox SET attempts = attempts + 1, last_error = failed.reason,
                claimed_until = now() + make_interval(secs => least(300, power(2, least(attempts, 10))))
            FROM unnest(\(failed.map(\.id)), \(failed.map(\.reason))) AS failed (id, reason) WHERE outbox.id = failed.id
            """)
    }

    /// Takes rows whose claim is over: of an instance that died, or that could not be published before.
    ///
    /// - Returns: What can be published, and what was sealed with a key that is not at hand.
    static func claimExpired(
        limit: Int, router: Router, _ vault: Vault?, _ database: PostgresPool
    ) async throws -> (open: [Outgoing], shut: [(id: UUID, reason: String)]) {
        let rows = try await database.rows(
            """
            UPDATE outbox SET claimed_until = now() + make_interval(secs => \(claim))
            WHERE id = ANY(ARRAY(
                SELECT id FROM outbox WHERE claimed_until < now() ORDER BY id LIMIT \(limit) FOR UPDATE SKIP LOCKED))
            RETURNING id, exchange, routing_key, type, tenant_id, correlation, causation, headers, body,
                sealed_key
            """, as: Row.self)
        var open: [Outgoing] = []
        var shut: [(id: UUID, reason: String)] = []
        for row in rows.sorted(by: { $0.id < $1.id }) {
            do {
                open.append(try row.outgoing(router, vault))
            } catch {
                shut.append((row.id, "cannot be opened: \(error)"))
            }
        }
        return (open, shut)
    }

    /// A message as rows keep it.
    struct Row: PostgresRow {
        let id: UUID
        let exchange: String
        let key: String
        let type: String
        let tenant: UUID?
        let correlation: String?
        let causation: UUID?
        let headers: String?
        let body: [UInt8]
        let sealedKey: String?

        init(row: inout RowReader) throws {
            id = try row.next()
            exchange = try row.next()
            key = try row.next()
            type = try row.next()
            tenant = try row.next()
            correlation = try row.next()
            causation = try row.next()
            headers = try row.next()
            body = try row.next()
            sealedKey = try row.next()
        }

        /// The message as it is sent where the row says.
        func outgoing(_ router: Router, _ vault: Vault?) throws -> Outgoing {
            try outgoing(
                Route(exchange: exchange, key: key, isMandatory: router(MessageName(type)).isMandatory), vault)
        }

        /// The message as it is sent to one lane's queue alone.
        func outgoing(to lane: Topology.Lane, _ vault: Vault?) throws -> Outgoing {
            try outgoing(
                Route(
                    exchange: lane.exchange.rawValue, key: lane.address(of: MessageName(type)), isMandatory: true),
                vault)
        }

        private func outgoing(_ route: Route, _ vault: Vault?) throws -> Outgoing {
            let sealed = sealedKey.map { Vault.Sealed(bytes: body, key: $0) }
            return Outgoing(
                id: id, name: MessageName(type), route: route,
                tenant: tenant.map { TenantID($0) }, correlation: correlation, causation: causation,
                headers: headers.map(OutboxTable.headers) ?? [:], body: try sealed.map { try open($0, vault) } ?? body,
                sealed: sealed)
        }

        private func open(_ sealed: Vault.Sealed, _ vault: Vault?) throws -> [UInt8] {
            guard let vault else { throw VaultError.unknownKey(sealed.key) }
            return Array(try vault.open(sealed, for: Outgoing.place(id)))
        }
    }

    private static let encoder = JSONEncoder()

    /// Headers as a row keeps them: JSON.
    static func text(_ headers: Headers) -> String? {
        if let text = plainText(headers) { return text }
        let kept = Dictionary(
            headers.compactMap { entry in StoredHeader(entry.value).map { (entry.name, $0) } },
            uniquingKeysWith: { first, _ in first })
        return (try? encoder.encode(kept)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The same where nothing needs to be escaped, as in all headers of ours: by an encoder it cost 6 µs a message, a
    /// twentieth of what a stage took for one. Nil: there is something else.
    private static func plainText(_ headers: Headers) -> String? {
        var text = "{"
        for (name, value) in headers {
            guard isPlain(name) else { return nil }
            text += text.utf8.count == 1 ? "\"\(name)\":" : ",\"\(name)\":"
            switch value {
            case .int(let number): text += "\(number)"
            case .string(let word) where isPlain(word): text += "\"\(word)\""
            default: return nil
            }
        }
        return text + "}"
    }

    /// Printable ASCII but the quotation mark and the backslash (RFC 8259 §7).
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }

    /// What ``text(_:)`` wrote.
    static func headers(_ text: String) -> Headers {
        let kept = (try? JSONDecoder().decode([String: StoredHeader].self, from: Data(text.utf8))) ?? [:]
        var headers = Headers()
        for name in kept.keys.sorted() { headers[name] = kept[name]?.value }
        return headers
    }
}
