import Foundation
import Postgres

/// One handler's share of a batch, whatever its types.
protocol BatchPart: AnyObject {
    /// Keeps a message; answers its place.
    func take(_ metadata: Metadata, _ body: any OpenBody) -> Int
    var isEmpty: Bool { get }
    func load(_ pipeline: inout Pipeline) throws
    /// Builds the view; call after the round trip.
    func look() throws
    /// Decides about the message at a place; when it is done and its events are sealed, keeps its changes.
    func decide(_ place: Int, _ seal: ([Draft]) throws -> [Outgoing]) throws -> (outcome: Outcome, messages: [Outgoing])
    /// What is told once for all changes that were kept.
    func summary() throws -> [Draft]
    func save(_ pipeline: inout Pipeline) throws
    func saved()
}

/// A body that was read, of whatever type its handler wants.
protocol OpenBody: AnyObject, Sendable {}

final class Opened<Body: Sendable>: OpenBody {
    let body: Body

    init(_ body: Body) {
        self.body = body
    }
}

/// The share of a handler of known types.
final class Part<H: Handler>: BatchPart {
    private let handler: H
    private var messages: [Received<H.Body>] = []
    private var loading: Loading<H.View>?
    private var view: H.View?
    private var changes: [H.Change] = []

    init(_ handler: H) {
        self.handler = handler
    }

    var isEmpty: Bool { messages.isEmpty }

    func take(_ metadata: Metadata, _ body: any OpenBody) -> Int {
        guard let body = body as? Opened<H.Body> else { preconditionFailure("a body of another subscription") }
        messages.append(Received(metadata, body.body))
        return messages.count - 1
    }

    func load(_ pipeline: inout Pipeline) throws {
        loading = try handler.load(messages, &pipeline)
    }

    func look() throws {
        view = try loading?.view()
    }

    func decide(
        _ place: Int, _ seal: ([Draft]) throws -> [Outgoing]
    ) throws -> (outcome: Outcome, messages: [Outgoing]) {
        guard var view = self.view.take() else { return (.retry(reason: "the view is missing"), []) }
        defer { self.view = view }
        let decision = try handler.decide(messages[place], view)
        guard decision.outcome == .done else { return (decision.outcome, []) }
        // Before its changes count: a message whose effects cannot be told leaves none.
        let messages = try seal(decision.events)
        for change in decision.changes { handler.apply(change, to: &view) }
        changes.append(contentsOf: decision.changes)
        return (.done, messages)
    }

    func summary() throws -> [Draft] {
        guard let view, !changes.isEmpty else { return [] }
        return try handler.summary(changes, view)
    }

    func save(_ pipeline: inout Pipeline) throws {
        if !changes.isEmpty { try handler.save(changes, &pipeline) }
    }

    func saved() {
        if !changes.isEmpty { handler.saved(changes) }
    }
}
