/// What carriers and the platform have noted of parcels on their way.
extension World {
    /// Notes a sighting now.
    mutating func note(_ words: String, of id: String) {
        let now = now
        tiktok.packages.change(id) { $0.scans.append(Package.Scan(at: now, words: words)) }
    }

    /// A parcel of the platform's carriers is seen on its way, and arrives at the end of it.
    mutating func travel(_ id: String, for way: Duration) {
        later(way / 2) { $0.pass(id, "Arrived at the sorting centre") }
        later(way * 9 / 10) { $0.pass(id, "Out for delivery") }
        later(way) { $0.deliver(id) }
    }

    /// One that somebody has moved on by hand passes nothing any more.
    private mutating func pass(_ id: String, _ words: String) {
        if tiktok.packages[id]?.status == .fulfilling { note(words, of: id) }
    }

    /// All that was seen of an order's parcels, newest first, without saying of which: as the platform tells it.
    func scans(of order: Order) -> [Package.Scan] {
        let seen = order.packageIDs.compactMap { tiktok.packages[$0] }.flatMap(\.scans)
        // Of one moment the later one comes first, too.
        return (order.isHistory ? order.pastScans : seen).reversed().sorted { $0.at.milliseconds > $1.at.milliseconds }
    }
}

extension Package {
    /// A sighting of a parcel, in words for people.
    struct Scan: Sendable, Equatable {
        static let ready = "Ready to be collected"
        static let collected = "Collected by the carrier"
        static let delivered = "Delivered"

        let at: Moment
        let words: String
    }
}

extension Order {
    /// Orders of the past have no parcels; their times tell as much.
    fileprivate var pastScans: [Package.Scan] {
        let events = [
            (times.shipped, Package.Scan.ready), (times.collected, Package.Scan.collected),
            (times.delivered, Package.Scan.delivered),
        ]
        return events.compactMap { moment, words in moment.map { Package.Scan(at: $0, words: words) } }
    }
}
