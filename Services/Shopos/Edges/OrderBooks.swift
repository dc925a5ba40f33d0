import Contracts

/// Orders as Ingestion has accepted them beside their stock states, as Inventory has them. Both are read together, page
/// by page in the order of their keys: however many there are, two pages are held, and what is compared was read within
/// a moment.
struct OrderBooks: Sendable {
    /// What was found.
    struct Look: Sendable {
        var compared = 0
        var differences: [Difference] = []
        /// What is neither open nor has changed since then was left out; nil: nothing was.
        var since: Instant?
        /// Whether so much differs that the rest was not looked at.
        var isCut = false
    }

    /// Whoever has more has lost a database, and does not want a list.
    static let mostDifferences = 10_000
    /// How many orders are asked for by name at once.
    private static let chunk = 500

    let ask: Facts.Ask
    /// Only orders that are open or have changed since then; nil: all.
    var changedSince: Instant?
    /// Hears how many were compared so far.
    var progress: @Sendable (Int) -> Void = { _ in }

    /// Looks at all of them. What one side does not tell of itself, such as an order that is long over there, it is
    /// asked for by name.
    func look() async throws(Trouble) -> Look {
        let question = FactList(.orders, changedSince: changedSince)
        var accepted = FactStream(question, at: "ingestion", ask)
        var stock = FactStream(question, at: "inventory", ask)
        var (look, strays) = (Look(), [FactBook.Key]())
        while true {
            let (order, state) = (try await accepted.peek(), try await stock.peek())
            guard let key = [order, state].compactMap({ $0?.name }).min() else { break }
            guard look.differences.count < Self.mostDifferences else {
                look.isCut = true
                return look
            }
            let (hasOrder, hasState) = (order?.name == key, state?.name == key)
            if hasOrder { accepted.pop() }
            if hasState { stock.pop() }
            if hasOrder, hasState, let order, let state {
                look.compared += 1
                look.differences += Check.orders(FactBook([order]), stock: FactBook([state]))
            } else {
                strays.append(key)
            }
            if strays.count == Self.chunk { try await look.add(self.look(at: strays), emptying: &strays) }
            if look.compared.isMultiple(of: Self.chunk) { progress(look.compared) }
        }
        try await look.add(self.look(at: strays), emptying: &strays)
        look.since = accepted.since
        return look
    }

    /// Looks at these alone.
    func look(at keys: [FactBook.Key]) async throws(Trouble) -> Look {
        var look = Look()
        let keys = keys.sorted()
        for start in stride(from: 0, to: keys.count, by: Self.chunk) {
            let some = Array(keys[start..<min(start + Self.chunk, keys.count)])
            let accepted = FactBook(try await facts(of: some, at: "ingestion"))
            let stock = FactBook(try await facts(of: some, at: "inventory"))
            look.compared += accepted.facts.count
            look.differences += Check.orders(accepted, stock: stock)
        }
        return look
    }

    /// A service of before this version tells all of its facts, in their order, whatever is asked for.
    private func facts(of keys: [FactBook.Key], at service: String) async throws(Trouble) -> [KnownFact] {
        guard let last = keys.last else { return [] }
        let wanted = Set(keys)
        let question = FactList(.orders, after: keys.first?.place, only: keys.map(\.name))
        var (stream, found) = (FactStream(question, at: service, ask), [KnownFact]())
        while let fact = try await stream.peek(), fact.name <= last {
            if wanted.contains(fact.name) { found.append(fact) }
            stream.pop()
        }
        return found
    }
}

extension OrderBooks.Look {
    /// Adds what was asked for by name.
    fileprivate mutating func add(_ other: OrderBooks.Look, emptying strays: inout [FactBook.Key]) {
        compared += other.compared
        differences += other.differences
        strays = []
    }
}

extension FactBook.Key {
    /// A place before the key of an order and behind nearly all others: ids begin with the time of their making. Nil
    /// where the id is no such one.
    fileprivate var place: String? {
        let before = subject.prefix(13) + "-0000-0000-000000000000"
        return OrderID(String(before)) != nil && before < subject ? "\(tenant)/\(before)" : nil
    }
}
