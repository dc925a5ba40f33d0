/// A message whose body tells of a person, or may. In a database it lies sealed, people are shown its shape without
/// its values, and it is erased with the buyer (Shared/Messaging).
public protocol PersonalMessage: Message {
    /// The orders that the body is about, by our ids or the channel's: it is erased under these names.
    var orders: [String] { get }
}

extension Topology {
    /// Every kind of message that tells of a person.
    public static let personal: [any PersonalMessage.Type] = [
        RecipientChanged.self, WebhookReceived.self, OrderSubmitted.self,
    ]

    private static let personalNames = Set(personal.map { $0.name })

    /// The kind of a message that tells of a person, whatever its version; nil for all others.
    public static func personal(_ name: MessageName) -> (any PersonalMessage.Type)? {
        personal.first { $0.name == name } ?? personal.first { $0.name.family == name.family }
    }

    /// Whether a message of ours tells of a person.
    public static func isPersonal(_ name: MessageName) -> Bool { personalNames.contains(name) }
}

extension RecipientChanged: PersonalMessage {
    /// Our id and the channel's.
    public var orders: [String] { [order.description, channelOrder] }
}

extension OrderSubmitted: PersonalMessage {
    /// The channel's id.
    public var orders: [String] { [channelOrder] }
}
