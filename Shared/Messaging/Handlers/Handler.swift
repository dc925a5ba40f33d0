public import Postgres

/// Written for one message, run for a batch: load many, decide one by one, save many.
///
/// ```
/// load(messages)            one statement per table, rows locked in key order     effects
/// decide(message, view)     plain as a sentence, testable without a database      pure
/// apply(change, to: view)   so that later messages of the batch see it            pure
/// save(changes)             one statement per table, rows in key order            effects
/// ```
///
/// Rules of the house: rows that may not exist are ensured before they are locked (`INSERT … ON CONFLICT DO NOTHING`,
/// then `SELECT … ORDER BY key FOR UPDATE`); locks are taken in the order inbox, aggregate, stock, rollup; a handler
/// takes no second connection and calls nobody else. The database sees the same number of statements for one message
/// as for two hundred.
public protocol Handler: Sendable {
    /// What the message says.
    associatedtype Body: Sendable
    /// What was loaded, and what earlier messages of the batch have changed of it.
    associatedtype View
    /// One thing to save.
    associatedtype Change: Sendable

    /// Adds the statements that read what the messages need. Repeats are still among them: the inbox has not answered
    /// yet, because it travels in the same round trip.
    func load(_ messages: [Received<Body>], _ pipeline: inout Pipeline) throws -> Loading<View>

    /// Decides about one message. A thrown error defers this message alone.
    func decide(_ message: Received<Body>, _ view: View) throws -> Decision<Change>

    /// Brings a decided change into the view.
    func apply(_ change: Change, to view: inout View)

    /// What is told once for the whole batch, when all of it is decided: the last state of what several messages have
    /// changed. No message is its cause but the one that a draft names (``Draft/caused(by:)``).
    func summary(_ changes: [Change], _ view: View) throws -> [Draft]

    /// Adds the statements that write the changes of the whole batch.
    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws

    /// Called once after the commit, for what lives in memory only (a wake-up, a measurement).
    func saved(_ changes: [Change])
}

extension Handler {
    /// Every decision has told all there is to tell.
    public func summary(_ changes: [Change], _ view: View) -> [Draft] { [] }

    /// Nothing lives in memory only.
    public func saved(_ changes: [Change]) {}
}

/// A handler that decides without looking: only its changes matter.
extension Handler where View == Void {
    /// Nothing is read.
    public func load(_ messages: [Received<Body>], _ pipeline: inout Pipeline) -> Loading<Void> { Loading {} }

    /// Nothing is seen by later messages.
    public func apply(_ change: Change, to view: inout Void) {}
}

/// A view that will be there once the round trip is done.
public struct Loading<View> {
    package let view: () throws -> View

    /// Builds the view from the answers of the pipeline.
    public init(_ view: @escaping () throws -> View) {
        self.view = view
    }

    /// Another view of the same answers.
    public func map<Other>(_ other: @escaping (View) throws -> Other) -> Loading<Other> {
        Loading<Other> { [view] in try other(view()) }
    }
}
