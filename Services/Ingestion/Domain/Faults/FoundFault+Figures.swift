/// Faults of what scores are made of. They are shown among those of orders, whose sorts are a closed list; their keys
/// tell them apart.
extension FoundFault {
    /// Of an order that is credited to creators.
    init(affiliateOrder id: String, _ fault: OrderFault) {
        self.init(subject: .order, key: Self.affiliateKey(id), fault: fault)
    }

    /// Of a statement, or of what stands on it.
    init(statement id: String, _ fault: OrderFault) {
        self.init(subject: .order, key: Self.statementKey(id), fault: fault)
    }

    /// Of a payment.
    init(payment id: String, _ fault: OrderFault) {
        self.init(subject: .order, key: Self.paymentKey(id), fault: fault)
    }

    static func affiliateKey(_ id: String) -> String { "affiliate/\(id)" }
    static func statementKey(_ id: String) -> String { "statement/\(id)" }
    static func paymentKey(_ id: String) -> String { "payment/\(id)" }
}
