import Foundation

/// Messages that one transaction has decided to send: a row of the outbox. They are published together, and the row
/// goes when the broker has confirmed them all.
public struct Sheaf: Sendable {
    /// How many a row names at most; whoever sweeps it reads them all.
    static let most = 200

    /// That of its first message, so that rows lie in the order of their time.
    let id: UUID
    let messages: [Outgoing]
    /// What belongs to it and cannot be published, because nobody here has its key.
    var shut: [UUID] = []

    /// Binds what a transaction sends.
    static func bound(_ messages: [Outgoing]) -> [Sheaf] {
        stride(from: 0, to: messages.count, by: most).map { start in
            let part = messages[start..<min(start + most, messages.count)]
            return Sheaf(id: part[start].id, messages: Array(part))
        }
    }
}

/// What the broker did not take of a sheaf.
struct RefusedMessages: Sendable {
    let sheaf: UUID
    let messages: [UUID]
    /// The first one's reason, in the broker's words.
    let reason: String
}
