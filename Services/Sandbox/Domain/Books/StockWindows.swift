/// Units sold while somebody could not know better: the sales that explain an oversold unit.
///
/// Fed with the journal lines of one seller's SKU in all its listings, in order.
struct StockWindows: Sendable {
    /// Units that a listing sold between a reading of its stock and the set that followed from it.
    struct ReadToSet: Sendable {
        let shelf: Shelf
        let readAt: Moment
        let setAt: Moment
        let sold: Int
    }

    private(set) var readToSet: [ReadToSet] = []
    /// Units sold on one listing after a sale on another one and before the set that answers it.
    private(set) var soldInPushWindows = 0
    /// How long those windows were, from the first unanswered sale elsewhere to the set; open ones are not in it.
    private(set) var pushLatencies: [Duration] = []

    private var lastRead: [Shelf: (at: Moment, sold: Int)] = [:]
    private var openSince: [String: Moment] = [:]
    private var listings: Set<String> = []

    init(_ lines: [StockJournal.Line]) {
        listings = Set(lines.map(\.shelf.skuID))
        for line in lines { take(line) }
    }

    private mutating func take(_ line: StockJournal.Line) {
        switch line.cause {
        case .read: lastRead[line.shelf] = (line.at, 0)
        case .sale: sold(line.before.available - line.after.available, line)
        case .set: set(line)
        case .opened, .cancel, .ship: break
        }
    }

    private mutating func sold(_ units: Int, _ line: StockJournal.Line) {
        lastRead[line.shelf]?.sold += units
        if openSince[line.shelf.skuID] != nil { soldInPushWindows += units }
        for listing in listings where listing != line.shelf.skuID && openSince[listing] == nil {
            openSince[listing] = line.at
        }
    }

    private mutating func set(_ line: StockJournal.Line) {
        if let read = lastRead.removeValue(forKey: line.shelf) {
            readToSet.append(ReadToSet(shelf: line.shelf, readAt: read.at, setAt: line.at, sold: read.sold))
        }
        if let since = openSince.removeValue(forKey: line.shelf.skuID) { pushLatencies.append(line.at - since) }
    }

    var soldBetweenReadAndSet: Int { readToSet.reduce(0) { $0 + $1.sold } }
}
