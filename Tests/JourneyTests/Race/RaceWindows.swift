/// Units that were sold while the channel could not know better, found by walking both books side by side.
///
/// What a listing may still take of a SKU is its own available and committed units. As long as that is at most what
/// there is less what the others have sold, no sale of it can oversell. A sale in a moment when it is more falls into a
/// window: somebody else's sale or a person's count has not been told to it yet, or it sold between the reading and the
/// setting of its own stock, or a cancel has given it back what is not there.
struct RaceWindows: Sendable {
    /// Units sold inside windows, by code; each sale once.
    var sold: [String: Int] { inside.mapValues { $0.values.reduce(0, +) } }
    /// How long windows were open, in milliseconds.
    private(set) var lengths: [Int] = []
    /// Units sold, by code, whether or not they were cancelled later.
    private(set) var all: [String: Int] = [:]
    /// Units of open orders at the end, by code, as the channel counts them.
    private(set) var taken: [String: Int] = [:]

    private let books: RaceBooks
    private var capacity: [String: Int] = [:]
    private var available: [RaceListing: Int] = [:]
    private var committed: [RaceListing: Int] = [:]
    private var since: [RaceListing: Int] = [:]
    /// By code, then by the number of the sale's line.
    private var inside: [String: [Int: Int]] = [:]

    init(_ books: RaceBooks) {
        self.books = books
        var rest = books.capacities[...]
        for line in books.lines {
            while let change = rest.first, change.at <= line.at { take(rest.removeFirst(), change.at) }
            take(line)
        }
        for change in rest { take(change, change.at) }
        for (listing, units) in committed {
            for (code, each) in listing.parts { taken[code, default: 0] += units * each }
        }
    }

    private mutating func take(_ line: RaceBooks.Line) {
        available[line.listing] = line.available.before
        committed[line.listing] = line.committed.before
        if line.cause == "sale" {
            for (code, each) in line.listing.parts {
                all[code, default: 0] += line.sold * each
                if excess(line.listing, code) > 0 { inside[code, default: [:]][line.number] = line.sold * each }
            }
        }
        available[line.listing] = line.available.after
        committed[line.listing] = line.committed.after
        watch(at: line.at)
    }

    /// A count that takes away leaves what orders have reserved, not what was sold and is not known yet.
    private mutating func take(_ change: RaceBooks.Capacity, _ at: Int) {
        capacity[change.code, default: 0] += change.units
        if change.units < 0 { noteUnseen(change.code, at) }
        watch(at: at)
    }

    private mutating func noteUnseen(_ code: String, _ at: Int) {
        for line in books.lines where line.cause == "sale" && line.at <= at {
            guard let each = line.listing.parts[code] else { continue }
            let reservedAt = books.orders[line.reference]?.reservedAt ?? Int.max
            if reservedAt >= at { inside[code, default: [:]][line.number] = line.sold * each }
        }
    }

    /// Units of a SKU that a listing may take and that are not there for it.
    private func excess(_ listing: RaceListing, _ code: String) -> Int {
        let others = committed.reduce(0) { sum, other in
            other.key == listing ? sum : sum + other.value * (other.key.parts[code] ?? 0)
        }
        let allowed = (available[listing] ?? 0) + (committed[listing] ?? 0)
        guard available[listing] ?? 0 > 0 else { return 0 }
        return allowed * (listing.parts[code] ?? 0) - ((capacity[code] ?? 0) - others)
    }

    private mutating func watch(at: Int) {
        for listing in available.keys {
            let isOpen = listing.parts.keys.contains { excess(listing, $0) > 0 }
            if isOpen {
                since[listing] = since[listing] ?? at
            } else if let start = since.removeValue(forKey: listing) {
                lengths.append(at - start)
            }
        }
    }
}
