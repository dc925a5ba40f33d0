import Foundation
import Postgres

/// One handler's share of a batch, whatever its types.
protocol BatchPart: AnyObject {
    /// Decodes a body and keeps it; answers its place.
    func take(_ metadata: Metadata, _ body: [UInt8]) throws -> Int
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

/// The share of a handler of known types.
final class Part<H: Handler>: BatchPart {
    private let handler: H
    private let decode: @Sendable ([UInt8], Metadata) throws -> H.Body
    private var messages: [Received<H.Body>] = []
    private var loading: Loading<H.View>?
    private var view: H.View?
    private var changes: [H.Change] = []

    init(_ handler: H, _ decode: @escaping @Sendable ([UInt8], Metadata) throws -> H.Body) {
        self.handler = handler
        self.decode = decode
    }

    var isEmpty: Bool { messages.isEmpty }

    func take(_ metadata: Metadata, _ body: [UInt8]) throws -> Int {
        messages.append(Received(metadata, try decode(body, metadata)))
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
