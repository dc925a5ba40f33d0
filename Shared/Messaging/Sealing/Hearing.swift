import Contracts

/// What a lane hears of people; worked out once, since it is asked of every message.
struct Hearing: Sendable {
    /// Whether messages that tell of people come to the lane.
    let isOfPeople: Bool
    /// The names that are known and tell of nobody.
    private let harmless: Set<MessageName>

    init(_ subscriptions: [Subscription]) {
        let names = Set(subscriptions.flatMap(\.names))
        harmless = names.filter { Topology.personal($0) == nil }
        isOfPeople = harmless.count < names.count
    }

    /// Whether a message tells of a person, or may: where people are spoken of, an envelope that cannot be read or a
    /// name that nobody knows may hide anything.
    func isPersonal(_ name: MessageName, isReadable: Bool) -> Bool {
        isOfPeople && !(isReadable && harmless.contains(name))
    }
}
