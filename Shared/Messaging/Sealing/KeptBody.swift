import AMQP
import Contracts
import Foundation

/// A body as `deferred` and `failures` keep it: as it came, or sealed where it tells of a person.
struct KeptBody {
    /// The body, or what the vault made of it.
    let bytes: [UInt8]
    /// The key that sealed it; nil: it is as it came.
    let key: String?
    /// The orders that a sealed body is about, one a line; under these names it is erased.
    let orders: String
    /// What people are shown of a sealed body.
    let outline: String?

    /// Order names that are kept of one message: its journey and its subject, then what the body names.
    private static let mostOrders = 8
    private static let longestOrder = 100

    init(_ arrival: Arrival, in lane: Lane, _ vault: Vault?) throws {
        let body = arrival.delivery.body
        guard arrival.isPersonal else {
            (bytes, key, orders, outline) = (body, nil, "", nil)
            return
        }
        guard let vault else { throw MissingVault(purpose: lane.queue) }
        let sealed = try vault.seal(body, for: Self.place(arrival.metadata.id, lane.queue))
        bytes = sealed.bytes
        key = sealed.key
        orders = Self.orders(arrival).joined(separator: "\n")
        outline = Outline.of(body)
    }

    /// What is sealed opens only for the message and the lane that it was sealed for.
    static func place(_ id: UUID, _ lane: String) -> String { "message \(lane) \(id.text)" }

    private static func orders(_ arrival: Arrival) -> [String] {
        let metadata = arrival.metadata
        let told = Topology.personal(metadata.name).map { orders(in: arrival.delivery.body, as: $0) } ?? []
        let names =
            [metadata.correlation, metadata.subject].compactMap { $0?.lowercased() } + told.map { $0.lowercased() }
        var seen: Set<String> = []
        return Array(
            names.filter { name in
                (1...longestOrder).contains(name.utf8.count) && !name.contains { $0.isNewline || $0 == "\0" }
                    && seen.insert(name).inserted
            }.prefix(mostOrders))
    }

    /// A producer may send the body alone or as the `data` of a structured CloudEvent.
    private static func orders<Body: PersonalMessage>(in bytes: [UInt8], as type: Body.Type) -> [String] {
        let (decoder, data) = (JSONDecoder(), Data(bytes))
        return (try? decoder.decode(Body.self, from: data).orders)
            ?? (try? decoder.decode(Event<Body>.self, from: data).data.orders) ?? []
    }
}

/// A body inside of a structured CloudEvent.
private struct Event<Body: Decodable>: Decodable {
    let data: Body
}

/// Messages that tell of persons are kept sealed, and nobody gave a key to seal them with.
public struct MissingVault: Error, Hashable, CustomStringConvertible {
    /// The lane or the message that needs one.
    public let purpose: String

    /// One sentence.
    public var description: String { "\(purpose) tells of persons, and there is no key to seal that with" }
}
