import Contracts
import Crypto
import Foundation
public import Postgres

/// What a request handler works with: the service's database, seen with the caller's eyes.
public struct Desk: Sendable {
    /// Who asks.
    public let caller: Caller
    let messaging: Messaging
    let cause: Metadata
    let deadline: Date
    let idempotencyKey: String?
    let fingerprint: [UInt8]
    let role: String?

    /// Reads what the caller may see.
    public func read<Value: Sendable>(_ body: (Transaction) async throws -> Value) async throws -> Value {
        try await messaging.database.transaction(options(isReadOnly: true, role), body)
    }

    /// Changes what the caller may see, and sends messages with the commit.
    ///
    /// It happens once: a repeat under the caller's idempotency key, or of the very same request, gets the answer of
    /// the first time, out of the transaction that had the effect. The same key with another request is refused.
    public func write<Reply: Codable & Sendable>(
        _ body: (MessagingTransaction) async throws -> Reply
    ) async throws -> Reply {
        try await once(under: role, body)
    }

    /// The same as the service itself, for tables that callers' roles see nothing of; `body` must keep out what the
    /// caller may not see.
    func writeAsWorker<Reply: Codable & Sendable>(
        _ body: (MessagingTransaction) async throws -> Reply
    ) async throws -> Reply {
        try await once(under: nil, body)
    }

    private func once<Reply: Codable & Sendable>(
        under role: String?, _ body: (MessagingTransaction) async throws -> Reply
    ) async throws -> Reply {
        try checkKey()
        return try await messaging.transact(options(isReadOnly: false, role), cause: cause) { transaction in
            guard let key = idempotencyKey, let tenant = caller.tenants.first else {
                return try await body(transaction)
            }
            let once = Idempotency(tenant: tenant, key: key, fingerprint: fingerprint)
            if let answer = try await once.begin(transaction.database, as: Reply.self) { return answer }
            let reply = try await body(transaction)
            try await once.finish(transaction.database, reply)
            return reply
        }
    }

    /// Changes as the service itself, whoever asks: for what is asked before anybody knows whose it is, such as the end
    /// of an authorization that began in a browser. Row level security does not hold here; `body` must find out by
    /// itself what the caller may do.
    ///
    /// - Parameter isEvenLate: Whether it is done although the caller waits no longer: for what cannot be asked for
    ///   again. All else is undone then, not done without a word.
    public func writeAsService<Value: Sendable>(
        isEvenLate: Bool = false, _ body: (MessagingTransaction) async throws -> Value
    ) async throws -> Value {
        try await messaging.transact(isEvenLate ? TransactionOptions() : untilDeadline, cause: cause, body)
    }

    private func checkKey() throws {
        guard let idempotencyKey else { return }
        let isPlain = idempotencyKey.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        guard (1...Self.longestKey).contains(idempotencyKey.utf8.count), isPlain else {
            throw Refusal(
                .invalid, code: "idempotencyKeyUnusable",
                "the Idempotency-Key must have 1 to \(Self.longestKey) bytes and no control characters",
                field: "Idempotency-Key")
        }
    }

    private static let longestKey = 255

    private func options(isReadOnly: Bool, _ role: String?) -> TransactionOptions {
        TransactionOptions(
            isReadOnly: isReadOnly, role: role, settings: [("app.tenants", caller.setting)], deadline: left)
    }

    private var left: Duration { .milliseconds(Int64(max(1, deadline.timeIntervalSinceNow * 1000))) }

    /// As the service itself, and not beyond the moment up to which the caller waits: what takes longer is undone, not
    /// done without a word.
    var untilDeadline: TransactionOptions { TransactionOptions(deadline: left) }

    static func fingerprint(_ metadata: Metadata, _ body: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: Data(metadata.name.rawValue.utf8) + Data(body)))
    }
}
