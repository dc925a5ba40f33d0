/// One instance's place: which service, and which of its instances.
package struct Post: Hashable, Sendable, CustomStringConvertible {
    package let service: String
    /// From 1.
    package let number: Int

    package var description: String { "\(service).\(number)" }

    package init(service: String, number: Int) {
        self.service = service
        self.number = number
    }

    /// In the order of their start: who hears comes before who tells.
    package static let services = [
        "accounts", "inventory", "fulfillment", "analytics", "credit", "ingestion", "gateway",
    ]
    /// Those with a schema.
    package static let schemas = ["accounts", "inventory", "fulfillment", "analytics", "credit", "ingestion"]
    /// The partners' stand-in: its books are the truth.
    package static let sandbox = Post(service: "sandbox", number: 1)
}
