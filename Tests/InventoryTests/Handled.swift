import Contracts
import Messaging

/// What a handler made of a batch: a decision for each message, and what is told once for all of them.
struct Handled<Change: Sendable>: RandomAccessCollection {
    let decisions: [Decision<Change>]
    let summary: [Draft]

    var startIndex: Int { decisions.startIndex }
    var endIndex: Int { decisions.endIndex }
    subscript(place: Int) -> Decision<Change> { decisions[place] }

    /// The messages of one kind that are told once for the batch.
    func summed<Body: Message>(_ type: Body.Type) -> [Body] {
        summary.compactMap { $0.message as? Body }
    }
}

extension Decision {
    /// The messages of one kind among its events.
    func events<Body: Message>(_ type: Body.Type) -> [Body] {
        events.compactMap { $0.message as? Body }
    }
}
