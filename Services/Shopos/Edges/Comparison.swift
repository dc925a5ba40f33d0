import Contracts

/// Facts that are read together, and the rules that they are compared by.
enum Comparison: CaseIterable, Sendable {
    case orders, ledger, parcels, labels, channels

    var rules: [Difference.Rule] {
        switch self {
        case .orders: [.orderStock, .handedOver]
        case .ledger: [.ledger]
        case .parcels: [.parcels]
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
        /// What was left out for a good reason, a sentence each.
        var notes: [String] = []
        /// What could not be read, and so was not compared.
        var missed: [MissedFacts] = []
    }

    /// Compares; where something differs, once more after a pause: what is only on its way is no difference.
    ///
    /// - Parameter since: Of orders only those that are open or have changed since then are compared; nil: all.
    func compare(_ switchboard: Switchboard, settle: Duration, since: Instant?) async throws(Trouble) -> Result {
        if self == .orders { return try await Self.orders(switchboard, settle: settle, since: since) }
        let first = try await look(switchboard)
        guard !first.differences.isEmpty else { return first }
        try? await Task.sleep(for: settle)
        var second = try await look(switchboard)
        second.differences = Self.lasting(second.differences, since: first.differences)
        return second
    }

    /// Only what differs is looked at again.
    private static func orders(
        _ board: Switchboard, settle: Duration, since: Instant?
    ) async throws(Trouble) -> Result {
        let books = OrderBooks(
            ask: { question, service throws(Trouble) in try await board.ask(question, at: service) },
            changedSince: since, progress: { board.terminal.progress($0, of: $0 + 1, "orders") })
        let first = try await books.look()
        board.terminal.progress(first.compared, of: first.compared, "orders")
        var result = Result(compared: first.compared, differences: [], since: first.since)
        if first.isCut {
            let reason = "so many others differed at first that these were not looked at"
            result.missed = [MissedFacts(tenant: .platform, subject: "the other orders", reason: reason)]
        }
        guard !first.differences.isEmpty else { return result }
        try? await Task.sleep(for: settle)
        let keys = Set(first.differences.map { FactBook.Key(tenant: $0.tenant, subject: $0.subject) })
        let second = try await books.look(at: Array(keys))
        result.differences = lasting(second.differences, since: first.differences)
        return result
    }

    /// What differed before as well.
    private static func lasting(_ differences: [Difference], since before: [Difference]) -> [Difference] {
        let before = Set(before.map { [$0.rule.rawValue, $0.tenant.description, $0.subject] })
        return differences.filter { before.contains([$0.rule.rawValue, $0.tenant.description, $0.subject]) }
    }

    private func look(_ board: Switchboard) async throws(Trouble) -> Result {
        switch self {
        case .orders: try await Self.orders(board, settle: .zero, since: nil)
        case .ledger: try await Self.ledger(board)
        case .parcels: try await Self.parcels(board)
        case .labels: try await Self.labels(board)
        case .channels: try await Self.channels(board)
        }
    }

    private static func ledger(_ board: Switchboard) async throws(Trouble) -> Result {
        let levels = try await Facts.read(.levels, at: "inventory", board)
        return Result(compared: levels.compared, differences: Check.ledger(levels.facts))
    }

    private static func parcels(_ board: Switchboard) async throws(Trouble) -> Result {
        let waiting: [KnownFact]
        do throws(Trouble) {
            waiting = try await Facts.all(.parcels, at: "fulfillment", board, progress: "parcels")
        } catch {
            guard error.isOfOlderVersion else { throw error }
            let note = "Fulfillment is of a version that does not tell which parcels wait"
            return Result(compared: 0, differences: [], notes: [note])
        }
        var result = Result(compared: waiting.count, differences: [])
        for start in stride(from: 0, to: waiting.count, by: chunk) {
            let some = Array(waiting[start..<min(start + chunk, waiting.count)])
            let named = FactList(.orders, only: some.map(\.name.name))
            let orders = FactBook(try await board.ask(named, at: "ingestion").facts)
            let stock = FactBook(try await board.ask(named, at: "inventory").facts)
            result.differences += Check.parcels(FactBook(some), orders: orders, stock: stock)
        }
        return result
    }

    private static func labels(_ board: Switchboard) async throws(Trouble) -> Result {
        let labels = try await Facts.all(.labels, at: "fulfillment", board, progress: "labels")
        let sold = try await Facts.read(.purchases, at: "fulfillment", board, progress: "purchases")
        let compared = sold.since.map { Check.labels(labels, since: $0).count } ?? labels.count
        let found = Check.labels(labels, purchases: sold.facts, since: sold.since, unread: sold.missed.map(\.subject))
        return Result(compared: compared, differences: found, since: sold.since, missed: sold.missed)
    }

    private static func channels(_ board: Switchboard) async throws(Trouble) -> Result {
        let offers = FactBook(try await Facts.all(.offers, at: "inventory", board, progress: "offers"))
        let told = try await Facts.read(.channelStock, at: "ingestion", board, progress: "listings")
        let shown = FactBook(told.facts)
        let shops = Set(told.missed.map { FactBook.Key(tenant: $0.tenant, subject: $0.subject) })
        let unseen = Check.unseen(offers: offers, shown: shown, missed: shops)
        var result = Result(
            compared: Check.compared(offers: offers, shown: shown),
            differences: Check.channels(offers: offers, shown: shown), missed: told.missed)
        if unseen > 0 { result.notes.append("\(unseen) offers are not shown by their channel, and not compared") }
        do throws(Trouble) {
            let strange = Check.strange(offers: offers, shown: shown)
            result.differences += Check.unknown(strange, known: try await known(strange.keys.sorted(), board))
        } catch {
            guard error.isOfOlderVersion else { throw error }
            result.notes.append("Inventory is of a version that does not tell which listings it knows")
        }
        return result
    }

    /// How many orders or listings are asked for by name at once.
    private static let chunk = 500

    private static func known(
        _ listings: [FactBook.Key], _ board: Switchboard
    ) async throws(Trouble) -> Set<FactBook.Key> {
        var known: Set<FactBook.Key> = []
        for start in stride(from: 0, to: listings.count, by: chunk) {
            let some = listings[start..<min(start + chunk, listings.count)]
            let page = try await board.ask(FactList(.listings, only: some.map(\.name)), at: "inventory")
            known.formUnion(page.facts.map(\.name))
        }
        return known
    }
}

extension Trouble {
    /// Whether a service refused since it cannot read what it was asked: a word in it came after its version.
    fileprivate var isOfOlderVersion: Bool { status == .amiss && code == "unreadable" }
}
