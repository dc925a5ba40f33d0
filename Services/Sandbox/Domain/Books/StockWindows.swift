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
    /// Units sold on one listing after a sale on another one and before the sets that answer it.
    private(set) var soldInPushWindows = 0
    /// How long those windows were, from the first unanswered sale elsewhere to the set that answers the last of them;
    /// open ones are not in it.
    private(set) var pushLatencies: [Duration] = []

    /// What a listing has not been told of sales on the others.
    private struct Untold: Sendable {
        let since: Moment
        var units: Int
    }

    private var lastRead: [Shelf: (at: Moment, sold: Int)] = [:]
    private var untold: [String: Untold] = [:]
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
        if untold[line.shelf.skuID] != nil { soldInPushWindows += units }
        for listing in listings where listing != line.shelf.skuID {
            untold[listing, default: Untold(since: line.at, units: 0)].units += units
        }
    }

    private mutating func set(_ line: StockJournal.Line) {
        if let read = lastRead.removeValue(forKey: line.shelf) {
            readToSet.append(ReadToSet(shelf: line.shelf, readAt: read.at, setAt: line.at, sold: read.sold))
        }
        answer(line)
    }

    /// A set answers as many units as it takes out of sale. One that takes out fewer, or none, was decided before the
    /// seller knew of all of them.
    private mutating func answer(_ line: StockJournal.Line) {
        let listing = line.shelf.skuID
        guard var rest = untold[listing] else { return }
        rest.units -= max(0, line.before.available - line.after.available)
        if rest.units > 0 {
            untold[listing] = rest
        } else {
            untold[listing] = nil
            pushLatencies.append(line.at - rest.since)
        }
    }

    var soldBetweenReadAndSet: Int { readToSet.reduce(0) { $0 + $1.sold } }
}
