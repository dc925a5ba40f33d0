import Contracts

/// Something that two services, or a service and a partner, do not hold alike.
struct Difference: Codable, Sendable, Hashable {
    /// What should be true.
    enum Rule: String, Codable, Sendable, CaseIterable {
        /// Every accepted order has exactly one current stock state, which is that of its newest version.
        case orderStock
        /// What the channel says is handed over has left the books.
        case handedOver
        /// A level is the sum of its moves, and what it reserves and holds is what orders and holds have.
        case ledger
        /// No parcel waits for stock that is reserved for its order, or for a recipient that was told.
        case parcels
        /// Labels that the carrier has sold us are those of shipments.
        case labels
        /// A channel shows what it should.
        case channelStock
    }

    let rule: Rule
    let tenant: TenantID
    /// What it is about, such as an order's id.
    let subject: String
    /// One sentence.
    let sentence: String
    /// The command that repairs it, or that looks closer where only a person can repair it.
    let repair: String
}

/// Facts by tenant and what they are about.
struct FactBook: Sendable {
    /// Names a fact.
    struct Key: Hashable, Comparable, Sendable {
        let tenant: TenantID
        let subject: String

        /// As a request names it.
        var name: String { "\(tenant)/\(subject)" }

        static func < (left: Key, right: Key) -> Bool { (left.tenant, left.subject) < (right.tenant, right.subject) }
    }

    let facts: [Key: KnownFact]

    init(_ facts: [KnownFact]) {
        self.facts = Dictionary(facts.map { ($0.name, $0) }) { first, _ in first }
    }

    subscript(key: Key) -> KnownFact? { facts[key] }

    /// In the order of tenant and subject.
    var sorted: [(key: Key, fact: KnownFact)] { facts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
}

extension KnownFact {
    /// What names it.
    var name: FactBook.Key { FactBook.Key(tenant: tenant, subject: key) }
}
