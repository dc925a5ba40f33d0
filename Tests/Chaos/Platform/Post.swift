/// One instance's place: which service, and which of its instances.
struct Post: Hashable, Sendable, CustomStringConvertible {
    let service: String
    /// From 1.
    let number: Int

    var description: String { "\(service).\(number)" }

    /// In the order of their start: who hears comes before who tells.
    static let services = ["accounts", "inventory", "fulfillment", "analytics", "credit", "ingestion", "gateway"]
    /// Those with a schema.
    static let schemas = ["accounts", "inventory", "fulfillment", "analytics", "credit", "ingestion"]
    /// The partners' stand-in: the only one that no fault strikes, as its books are the truth.
    static let sandbox = Post(service: "sandbox", number: 1)
}
