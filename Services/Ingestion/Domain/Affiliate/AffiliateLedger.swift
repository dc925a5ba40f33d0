import Contracts
import TikTokShop

/// Several affiliate orders at once, put together with what is known of them: pages are cut by listings, so that an
/// order may come in parts.
struct AffiliateLedger {
    let reader: AffiliateReader
    /// What was told last, by the channel's ids.
    private var known: [String: AffiliateOrderChanged]
    /// What could not be read.
    private(set) var faults: [FoundFault] = []
    /// The channel's ids of what could be read.
    private(set) var read: Set<String> = []
    private var changedIDs: Set<String> = []

    init(_ reader: AffiliateReader, known: [String: AffiliateOrderChanged]) {
        self.reader = reader
        self.known = known
    }

    /// What is to be stored and told.
    var changed: [AffiliateOrderChanged] { changedIDs.sorted().compactMap { known[$0] } }

    /// Reads an order, or a part of one, and puts it into what is known.
    mutating func take(_ order: AffiliateOrder) {
        do throws(OrderFault) {
            apply(try reader.read(order))
        } catch {
            faults.append(FoundFault(affiliateOrder: order.id ?? "", error))
        }
    }

    /// Notes an element that did not even decode.
    mutating func take(malformed id: String?, _ problem: String) {
        faults.append(FoundFault(affiliateOrder: id ?? "", FoundFault(subject: .order, malformed: id, problem).fault))
    }

    private mutating func apply(_ part: AffiliateOrderChanged) {
        let (id, old) = (part.channelOrder, known[part.channelOrder])
        read.insert(id)
        var next = part
        next.rows = Self.merged(old?.rows ?? [], part.rows)
        next.deliveredAt = part.deliveredAt ?? old?.deliveredAt
        next.version = old?.version ?? 0
        guard next != old else { return }
        // What several parts of one reading change is one version: it is told once.
        if !changedIDs.contains(id) { next.version += 1 }
        known[id] = next
        changedIDs.insert(id)
    }

    /// Rows that came replace those of the same listing, creator and content; the others stay.
    private static func merged(
        _ old: [AffiliateOrderChanged.Row], _ new: [AffiliateOrderChanged.Row]
    ) -> [AffiliateOrderChanged.Row] {
        let rows = Dictionary((old + new).map { ($0.place, $0) }) { _, later in later }
        return rows.sorted { $0.key < $1.key }.map(\.value)
    }
}

extension AffiliateOrderChanged.Row {
    /// Tells the rows of an order apart, and orders them.
    fileprivate var place: String {
        [channelSKU, creatorName ?? "", channelContent ?? ""].joined(separator: " ")
    }
}
