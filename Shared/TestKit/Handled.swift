public import Contracts
public import Messaging
public import Postgres

/// What a handler made of a batch: a decision for each message, and what is told once for all of them.
public struct Handled<Change: Sendable>: RandomAccessCollection, Sendable {
    /// One for each message, in their order.
    public let decisions: [Decision<Change>]
    /// What is told once for the batch.
    public let summary: [Draft]

    /// The first message's place.
    public var startIndex: Int { decisions.startIndex }
    /// Behind the last message.
    public var endIndex: Int { decisions.endIndex }
    /// What was decided about one message.
    public subscript(place: Int) -> Decision<Change> { decisions[place] }

    /// The messages of one kind that are told once for the batch.
    public func summed<Body: Message>(_ type: Body.Type) -> [Body] {
        summary.compactMap { $0.message as? Body }
    }
}

extension Decision {
    /// The messages of one kind among its events.
    public func events<Body: Message>(_ type: Body.Type) -> [Body] {
        events.compactMap { $0.message as? Body }
    }
}

extension Handler {
    /// Runs over messages in one transaction, as a lane does, without a broker.
    ///
    /// - Parameter more: What is saved besides, such as rows of the outbox.
    public func run(
        _ messages: [Received<Body>], on database: PostgresPool,
        saving more: (Handled<Change>, inout Pipeline) throws -> Void = { _, _ in }
    ) async throws -> Handled<Change> {
        try await database.transaction { transaction in
            var ask = Pipeline()
            let loading = try load(messages, &ask)
            if !ask.isEmpty { try await transaction.send(ask) }
            var view = try loading.view()
            let decisions = try messages.map { message in
                let decision = try decide(message, view)
                for change in decision.changes { apply(change, to: &view) }
                return decision
            }
            let changes = decisions.flatMap(\.changes)
            let handled = Handled(
                decisions: decisions, summary: changes.isEmpty ? [] : try summary(changes, view))
            var tell = Pipeline()
            if !changes.isEmpty { try save(changes, &tell) }
            try more(handled, &tell)
            if !tell.isEmpty { try await transaction.send(tell) }
            return handled
        }
    }
}
