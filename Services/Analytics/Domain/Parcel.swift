import Commerce
import Contracts

/// What is known of one parcel. Every part is the same in whichever order the messages come.
struct Parcel: Codable, Hashable, Sendable {
    /// A label that was bought.
    struct Label: Codable, Hashable, Sendable {
        let tracking: String
        let cost: Money
        let at: Instant
    }

    /// News of a label that is given up.
    struct Voiding: Codable, Hashable, Sendable {
        /// `requested`, `settled`, `refused`.
        let refund: String
        let at: Instant
        /// The label's number and what it cost; nil where that is not told.
        var tracking: String?
        var cost: Money?
    }

    /// What a carrier said last.
    struct Scan: Codable, Hashable, Sendable {
        let status: String
        let at: Instant
    }

    /// When nothing was missing any more for its label.
    private(set) var readyAt: Instant?
    private(set) var labels: Set<Label> = []
    private(set) var voidings: Set<Voiding> = []
    /// The first failure to get a label, by its constant word.
    private(set) var failure: Scan?
    /// When the channel took it.
    private(set) var acceptedAt: Instant?
    /// The carrier's first scan.
    private(set) var scannedAt: Instant?
    private(set) var deliveredAt: Instant?
    private(set) var last: Scan?

    mutating func take(_ message: ShipmentReady) {
        readyAt = earlier(readyAt, message.at)
    }

    mutating func take(_ message: LabelBought) throws(Absurdity) {
        guard labels.count < Believable.labels else { throw Absurdity(field: "shipment") }
        try Believable.check(amount: message.cost.minorUnits, "cost.minorUnits")
        labels.insert(Label(tracking: message.tracking, cost: message.cost, at: message.at))
    }

    mutating func take(_ message: LabelVoided) throws(Absurdity) {
        // A duplicate was never told of as bought: the label that is kept is another one.
        let isKnown = message.tracking != nil && message.cost != nil
        guard isKnown || message.reason != "duplicate" else { return }
        guard voidings.count < 2 * Believable.labels else { throw Absurdity(field: "shipment") }
        try Believable.check(amount: message.cost?.minorUnits ?? 0, "cost.minorUnits")
        voidings.insert(
            Voiding(refund: message.refund, at: message.at, tracking: message.tracking, cost: message.cost))
    }

    mutating func take(_ message: LabelFailed) {
        let new = Scan(status: message.reason, at: message.at)
        if failure.map({ (new.at, new.status) < ($0.at, $0.status) }) ?? true { failure = new }
    }

    mutating func accept(told: Instant) {
        acceptedAt = earlier(acceptedAt, told)
    }

    mutating func take(_ message: ShipmentTracked) {
        // The newest sighting may be the first that is told, long after the first scan.
        let scan = message.handedOverAt ?? (message.status == "transit" ? message.at : nil)
        if let scan { scannedAt = earlier(scannedAt, scan) }
        if message.status == "delivered" { deliveredAt = earlier(deliveredAt, message.at) }
        // `preTransit` and `unknown` tell nothing of where it is.
        guard ["transit", "delivered", "returned", "failure"].contains(message.status) else { return }
        let new = Scan(status: message.status, at: message.at)
        if last.map({ ($0.at, $0.status) < (new.at, new.status) }) ?? true { last = new }
    }

    mutating func take(_ message: ShipmentDelivered) {
        deliveredAt = earlier(deliveredAt, message.deliveredAt)
        if let scan = message.handedOverAt { scannedAt = earlier(scannedAt, scan) }
    }
}

// MARK: - What it comes to

extension Parcel {
    /// A label and what became of it.
    struct LabelFate: Hashable, Sendable {
        let label: Label
        var isVoided = false
        /// How its refund ended, as far as that is known.
        var refund: String?

        /// What it costs after refunds.
        var charge: Money { refund == "settled" ? .zero(label.cost.currency) : label.cost }
    }

    /// The labels, oldest first, each with what became of it.
    var labelFates: [LabelFate] {
        let all = unbought + labels
        var fates = all.sorted { ($0.at, $0.tracking) < ($1.at, $1.tracking) }.map { LabelFate(label: $0) }
        for news in voidings.sorted(by: { ($0.at, $0.refund) < ($1.at, $1.refund) }) {
            guard let index = Self.place(of: news, in: fates) else { continue }
            fates[index].isVoided = true
            if news.refund != "requested" { fates[index].refund = news.refund }
        }
        return fates
    }

    /// Labels that are known by their voiding alone: duplicates, and those whose purchase is told later.
    private var unbought: [Label] {
        let bought = Set(labels.map(\.tracking))
        let labels = voidings.compactMap { news -> Label? in
            guard let tracking = news.tracking, let cost = news.cost, !bought.contains(tracking) else { return nil }
            return Label(tracking: tracking, cost: cost, at: news.at)
        }
        return Dictionary(grouping: labels, by: \.tracking).values.compactMap { same in
            same.min { ($0.at, $0.cost.minorUnits) < ($1.at, $1.cost.minorUnits) }
        }
    }

    /// Which label the news are about. Without a number a request gives up the newest that is not, the end of a refund
    /// is that of the oldest which waits for it.
    private static func place(of news: Voiding, in fates: [LabelFate]) -> Int? {
        if let tracking = news.tracking { return fates.firstIndex { $0.label.tracking == tracking } }
        return news.refund == "requested"
            ? fates.lastIndex { !$0.isVoided && $0.label.at <= news.at }
            : fates.firstIndex { $0.isVoided && $0.refund == nil }
    }

    /// Of what its labels cost.
    var currencies: Set<Currency> {
        Set(labels.map(\.cost.currency)).union(voidings.compactMap(\.cost?.currency))
    }

    /// When its first label was there (metric 25); a later void does not take it back. The channel's own label comes
    /// with the channel's word that it took the parcel.
    var labelledAt: Instant? { labels.map(\.at).min() ?? acceptedAt }

    /// Why it got no label, in the words of metric 25.
    var obstacle: LabelSuccess.Cause? {
        switch failure?.status {
        case nil: nil
        case "badAddress": .badAddress
        case "carrierError", "noRates": .carrierError
        default: .other
        }
    }

    /// What became of it, once a carrier has it. Of a parcel that no carrier has spoken of nobody knows that it left,
    /// even where the order did: it may have left in another one.
    ///
    /// - Parameter handedOverAt: when the channel saw the order handed over, where the carrier's first scan is missing.
    func facts(handedOverAt: Instant?) -> ParcelFacts? {
        let fate: ParcelFacts.Fate =
            switch (deliveredAt, last?.status) {
            case (let delivered?, _): .delivered(delivered.date)
            case (nil, "returned"): .returned
            case (nil, "failure"): .lost
            default: .open
            }
        guard let handover = scannedAt ?? (fate == .open ? nil : handedOverAt) else { return nil }
        return ParcelFacts(handedOverAt: handover.date, fate: fate)
    }
}
