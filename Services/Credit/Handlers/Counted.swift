import Contracts
import Foundation
import Messaging
import Postgres

/// Counts what is told of pasts, beside what another handler makes of it: a past is known when all of it has come
/// (``HistoryToldHandler``). All that is told for one has the same cause.
struct Counted<Inner: Handler>: Handler {
    enum Change: Sendable {
        case inner(Inner.Change)
        /// One more with this cause.
        case heard(UUID)
    }

    let inner: Inner

    init(_ inner: Inner) {
        self.inner = inner
    }

    /// What everybody hears is never told for a past.
    private static var others: Set<MessageName> { [OrderChanged.name, ReturnChanged.name] }

    func load(_ messages: [Received<Inner.Body>], _ pipeline: inout Pipeline) throws -> Loading<Inner.View> {
        try inner.load(messages, &pipeline)
    }

    func decide(_ message: Received<Inner.Body>, _ view: Inner.View) throws -> Decision<Change> {
        let decision = try inner.decide(message, view)
        let metadata = message.metadata
        let cause = Self.others.contains(metadata.name) ? nil : metadata.causation
        let heard = cause.map { [Change.heard($0)] } ?? []
        switch decision.outcome {
        case .done: return .done(decision.changes.map(Change.inner) + heard, events: decision.events)
        case .reject(let reason, let detail): return .reject(reason, detail: detail)
        case .retry(let pause, let reason): return .retry(after: pause, reason)
        }
    }

    func apply(_ change: Change, to view: inout Inner.View) {
        if case .inner(let change) = change { inner.apply(change, to: &view) }
    }

    func summary(_ changes: [Change], _ view: Inner.View) throws -> [Draft] {
        try inner.summary(changes.compactMap(\.inner), view)
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        let own = changes.compactMap(\.inner)
        if !own.isEmpty { try inner.save(own, &pipeline) }
        HeardStore.add(changes.compactMap(\.cause), &pipeline)
    }

    func saved(_ changes: [Change]) {
        inner.saved(changes.compactMap(\.inner))
    }
}

extension Counted.Change {
    fileprivate var inner: Inner.Change? {
        guard case .inner(let change) = self else { return nil }
        return change
    }

    fileprivate var cause: UUID? {
        guard case .heard(let cause) = self else { return nil }
        return cause
    }
}
