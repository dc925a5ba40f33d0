import Contracts

/// What a shipment waits for.
struct Wait: Codable, Sendable, Hashable {
    /// The words of ``ShipmentRecord/waitsFor``.
    enum Word: String, Codable, Sendable, CaseIterable {
        case stock, payment, recipient, address, weight, rates, carrier, confirmation, automation, cancelDecision
        case channel
    }

    /// Nil: a person stopped it.
    var word: Word?
    /// For people.
    var sentence: String
    /// Nothing happens before a person does something.
    var needsPerson = false

    private init(_ word: Word?, _ sentence: String, needsPerson: Bool = false) {
        self.word = word
        self.sentence = sentence
        self.needsPerson = needsPerson
    }

    static let order = Wait(.channel, "The order itself has not come yet.")
    static let shop = Wait(.channel, "The shop is not connected.")
    static let unclear = Wait(.channel, "The channel's word for the order's state is not known.")
    static let partial = Wait(
        .confirmation, "A part of the order has left without us; a person confirms that the rest may go.",
        needsPerson: true)
    static let market = Wait(
        .channel, "No way is known to tell the channel of a parcel in the order's market.", needsPerson: true)
    static let shippingType = Wait(.channel, "The channel does not say who buys the label.", needsPerson: true)
    static let paused = Wait(nil, "A person has paused it.", needsPerson: true)
    static let payment = Wait(.payment, "The order is not paid.")
    static let hold = Wait(.payment, "The order is on hold: the buyer may still cancel freely.")
    static let cancelDecision = Wait(.cancelDecision, "The buyer wants to cancel, and nobody has decided yet.")
    static let stock = Wait(.stock, "Stock is not reserved.")
    static let automation = Wait(.automation, "Automation is switched off.", needsPerson: true)
    static let value = Wait(.confirmation, "The order is worth more than goes without a person.", needsPerson: true)
    static let units = Wait(.confirmation, "The order has more units than go without a person.", needsPerson: true)
    static let currency = Wait(
        .confirmation, "The order's currency is not that of the limit, so a person decides.", needsPerson: true)
    static let recipient = Wait(.recipient, "The channel has not told the recipient.")
    static let masked = Wait(
        .recipient,
        "The channel hides parts of the address: it goes on when they are shown, or when a person tries without them.",
        needsPerson: true)
    static let origin = Wait(.address, "The address of the warehouse is not known.")
    static let weight = Wait(.weight, "Weight or dimensions of a product are not known.")

    /// A try has failed.
    static func trouble(_ trouble: Trouble) -> Wait {
        Wait(trouble.word, trouble.detail, needsPerson: true)
    }
}
