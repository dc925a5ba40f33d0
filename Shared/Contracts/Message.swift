/// What travels between services: one Swift type per message, in the folder of the service that publishes it.
///
/// A change adds an optional field, or a `.v2` type beside the `.v1`; a golden JSON of every version must still decode.
public protocol Message: Codable, Sendable {
    /// The wire name: `shop.<aggregate>.<past tense>.v<n>`, a literal that never follows a renamed Swift type.
    static var name: MessageName { get }
}

/// Something that has happened. Everyone whom the topology lists may hear of it.
public protocol Event: Message {}

/// Something that one service must do; durable like an event, answered by an event.
public protocol Command: Message {}

/// A question that a caller is waiting for. Never durable, always answered or timed out.
public protocol Request: Message {
    /// What the caller gets back.
    associatedtype Reply: Codable & Sendable
}
