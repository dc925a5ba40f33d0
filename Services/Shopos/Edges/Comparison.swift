import Contracts

/// Facts that are read together, and the rules that they are compared by.
enum Comparison: CaseIterable, Sendable {
    case orders, ledger, labels, channels

    var rules: [Difference.Rule] {
        switch self {
        case .orders: [.orderStock, .handedOver]
        case .ledger: [.ledger]
        case .labels: [.labels]
        case .channels: [.channelStock]
        }
    }

    /// What was found, and how many things were compared.
    struct Result: Sendable {
        var compared: Int
        var differences: [Difference]
        /// What is older was not compared; nil: everything was.
        var since: Instant?
    }

    /// Compares; where something differs, once more after a pause: what is only on its way is no difference.
    func compare(_ switchboard: Switchboard, settle: Duration) async throws(Trouble) -> Result {
        let first = try await look(switchboard)
        guard !first.differences.isEmpty else { return first }
        try? await Task.sleep(for: settle)
        var second = try await look(switchboard)
        let before = Set(first.differences.map { [$0.rule.rawValue, $0.tenant.description, $0.subject] })
        second.differences = second.differences.filter {
            before.contains([$0.rule.rawValue, $0.tenant.description, $0.subject])
        }
        return second
    }

    private func look(_ board: Switchboard) async throws(Trouble) -> Result {
        switch self {
        case .orders:
            // The books first: an order that comes meanwhile is then behind, and not unheard of.
            let accepted = FactBook(try await Facts.all(.orders, at: "ingestion", board, progress: "orders"))
            let stock = FactBook(try await Facts.all(.orders, at: "inventory", board, progress: "stock states"))
            return Result(compared: accepted.facts.count, differences: Check.orders(accepted, stock: stock))
        case .ledger:
            let (levels, compared, _) = try await Facts.read(.levels, at: "inventory", board)
            return Result(compared: compared, differences: Check.ledger(levels))
        case .labels:
            let labels = try await Facts.all(.labels, at: "fulfillment", board, progress: "labels")
            let (purchases, _, since) = try await Facts.read(
                .purchases, at: "fulfillment", board, progress: "purchases")
            let compared = since.map { Check.labels(labels, since: $0).count } ?? labels.count
            return Result(
                compared: compared, differences: Check.labels(labels, purchases: purchases, since: since),
                since: since)
        case .channels:
            let offers = FactBook(try await Facts.all(.offers, at: "inventory", board, progress: "offers"))
            let shown = FactBook(try await Facts.all(.channelStock, at: "ingestion", board, progress: "listings"))
            return Result(
                compared: offers.facts.count, differences: Check.channels(offers: offers, shown: shown))
        }
    }
}
