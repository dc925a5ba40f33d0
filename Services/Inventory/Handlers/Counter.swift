import Contracts
import Messaging
import Postgres

/// Where people's wishes about stock are carried out: in one transaction, on locked levels.
struct Counter {
    let transaction: MessagingTransaction
    let caller: Caller
    /// The request.
    let cause: Metadata
    let now: Instant

    /// A line of the log of actions.
    struct Action {
        /// A constant word, such as `stockAdjusted`.
        let name: String
        let subject: String
        let sentence: String
    }

    /// Writes what a person changes and tells others.
    func carryOut(_ changes: [ShelfChange], on shelf: Shelf, _ action: Action, tenant: TenantID) async throws {
        var pipeline = Pipeline()
        ShelfStore.save(changes, &pipeline)
        let rest = pipeline
        try await transaction.database.send(rest)
        try transaction.publish(ShelfNews.drafts(changes, shelf, now: now) + [note(action, tenant)])
    }

    /// Tells the log what was done.
    func note(_ action: Action, _ tenant: TenantID) -> Draft {
        Draft(
            ActionTaken(
                action: action.name, subject: action.subject, sentence: action.sentence, actor: caller.actor, at: now),
            tenant: tenant)
    }

    /// A level as it stands now.
    func level(_ key: LevelKey) async throws -> LevelRecord {
        var pipeline = Pipeline()
        let levels = StockStore.level(key, &pipeline)
        let rest = pipeline
        try await transaction.database.send(rest)
        guard let level = try levels.get().first else { throw Refusal(.unknown("SKU", at: "/sku")) }
        return level
    }

    /// A change of a level, as it is answered.
    func adjustment(_ move: Move) async throws -> StockAdjustment {
        var pipeline = Pipeline()
        let moves = HistoryStore.move(move.id, move.level.tenant, &pipeline)
        let rest = pipeline
        try await transaction.database.send(rest)
        guard let record = try moves.get().first else { throw Refusal(.unknown("adjustment", at: "/move")) }
        return StockAdjustment(move: record, level: try await level(move.level))
    }
}

extension Desk {
    /// Carries out a person's wish, once.
    func carryOut<Question, Reply: Codable & Sendable>(
        _ question: Received<Question>, now: Instant, _ body: (Counter) async throws -> Reply
    ) async throws -> Reply {
        try await write { transaction in
            try await body(
                Counter(transaction: transaction, caller: caller, cause: question.metadata, now: now))
        }
    }
}
