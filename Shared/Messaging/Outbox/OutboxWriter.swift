import Contracts
import Foundation
public import Postgres
import Synchronization

/// Sends messages from transactions that are not a lane's: of work, of requests.
///
/// The same path as a lane's: rows in the transaction that decides, published from memory right after its commit.
public struct OutboxWriter: Sendable {
    let outbox: Outbox
    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return encoder
    }()

    /// Gives drafts their envelopes; what they leave open comes from their cause.
    public func seal(_ drafts: [Draft], cause: Metadata? = nil) throws -> [Sheaf] {
        Sheaf.bound(try messages(drafts, cause: cause))
    }

    func messages(_ drafts: [Draft], cause: Metadata?) throws -> [Outgoing] {
        try drafts.map { draft in
            try Outgoing(
                draft, cause: cause, route: outbox.route(draft.name), encoder: Self.encoder, vault: outbox.vault,
                tracer: outbox.tracer)
        }
    }

    /// Writes messages in the transaction that decided them.
    public func write(_ sheaves: [Sheaf], _ pipeline: inout Pipeline) {
        OutboxTable.insert(sheaves, &pipeline)
    }

    /// Publishes messages whose rows are committed; returns at once unless too much is unconfirmed.
    public func publish(_ sheaves: [Sheaf]) async {
        await outbox.publish(sheaves)
    }
}

/// A transaction that can also send messages; they leave when it is committed, and not at all when it is not.
public struct MessagingTransaction: Sendable {
    /// For statements.
    public let database: Transaction
    private let outgoing: Drawer
    private let writer: OutboxWriter
    private let cause: Metadata?
    /// Whether it runs under a caller's role, which may only append to outbox and work.
    private let isRequest: Bool

    /// What is to be sent after the commit.
    final class Drawer: Sendable {
        private let messages = Mutex<[Outgoing]>([])

        func put(_ more: [Outgoing]) { messages.withLock { $0.append(contentsOf: more) } }
        func all() -> [Outgoing] { messages.withLock { $0 } }
    }

    init(_ database: Transaction, _ writer: OutboxWriter, cause: Metadata?, isRequest: Bool) {
        self.database = database
        self.writer = writer
        self.cause = cause
        self.isRequest = isRequest
        outgoing = Drawer()
    }

    /// Sends messages with the commit.
    public func publish(_ drafts: [Draft]) throws {
        outgoing.put(try writer.messages(drafts, cause: cause))
    }

    /// Wants work with the commit. After it call ``WorkQueue/nudge()``; else a worker finds the rows a little later.
    public func enqueue(_ items: [WorkItem]) async throws {
        var pipeline = Pipeline()
        try WorkTable.enqueue(items, isRequest: isRequest, &pipeline)
        let rest = pipeline
        try await database.send(rest)
    }

    func writeOutbox(_ pipeline: inout Pipeline) -> [Sheaf] {
        let sheaves = Sheaf.bound(outgoing.all())
        if isRequest { OutboxTable.append(sheaves, &pipeline) } else { OutboxTable.insert(sheaves, &pipeline) }
        return sheaves
    }
}

extension Messaging {
    /// Runs a transaction that can also send messages. When others are in the way all of it is repeated, so `body` must
    /// have no effect but through the transaction.
    ///
    /// - Parameter cause: What led to it; messages take from it what they leave open.
    public func transact<Value: Sendable>(
        _ options: TransactionOptions = TransactionOptions(), cause: Metadata? = nil,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (MessagingTransaction) async throws -> Value
    ) async throws -> Value {
        let (value, sheaves) = try await database.transaction(options) { transaction in
            let ours = MessagingTransaction(transaction, writer, cause: cause, isRequest: options.role != nil)
            let value = try await body(ours)
            var last = Pipeline()
            let sheaves = ours.writeOutbox(&last)
            try await transaction.commit(last)
            return (value, sheaves)
        }
        await writer.publish(sheaves)
        return value
    }
}
