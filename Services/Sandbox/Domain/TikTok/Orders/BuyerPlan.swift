/// What a buyer will do with an order, decided when it is placed so that a seed decides it.
struct BuyerPlan: Sendable {
    /// A stage of an order's life in which a buyer may act.
    enum Stage: String, CaseIterable, Sendable, Codable {
        case unpaid, onHold, awaitingShipment, awaitingCollection
    }

    enum Return: String, Sendable, Codable {
        case refundOnly, goodsBack
    }

    /// The wait between ordering and paying; nil for a buyer who never pays.
    var paysAfter: Duration? = .seconds(40)
    /// The stage in which the buyer cancels, or asks to.
    var cancels: Stage?
    /// Whether a request to cancel is taken back before the seller answers.
    var withdraws = false
    /// The stage in which the buyer corrects the address.
    var moves: Stage?
    /// What the buyer sends back after delivery.
    var returns: Return?
    /// How far into a stage the buyer acts, from 0 to 1.
    var fraction = 0.5

    /// Pays, waits and keeps.
    static let plain = BuyerPlan()
}
