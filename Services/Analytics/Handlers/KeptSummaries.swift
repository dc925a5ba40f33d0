import Commerce
import Contracts
import Foundation
import Synchronization

/// The last answers, so that what many look at is added up once. An answer is given again only while adding up afresh
/// would make the same: nobody has been told anything, and no half-hour, deadline or day has ended meanwhile.
final class KeptSummaries: Sendable {
    /// Who asks for what.
    struct Question: Hashable, Sendable {
        let tenants: [TenantID]
        let shop: ShopID?
        let period: ReportPeriod
    }

    /// What an answer depends on besides.
    struct State: Hashable, Sendable {
        let freshness: Freshness
        let currency: Currency
        let zone: String
        /// The half-hours of each window.
        let windows: [Range<Date>?]
        /// Quarters of an hour since 1970: what is due by half-hours, and a label's fifteen minutes, end with one.
        let quarter: Int
    }

    private struct Kept {
        let state: State
        let reply: SummaryGet.Reply
        /// When parcels have the fates that they had then.
        let holds: ClosedRange<Date>
        var lastUse: UInt64
    }

    private struct Shelf {
        var kept: [Question: Kept] = [:]
        var uses: UInt64 = 0
    }

    /// Of three years by days an answer takes 30 KB, so 15 MB at the most; mostly it is 2 KB. One to an agency has a
    /// stamp of each brand besides: of a thousand brands some 100 KB.
    static let room = 512

    private let room: Int
    private let shelf = Mutex(Shelf())

    init(room: Int = KeptSummaries.room) {
        self.room = room
    }

    /// An answer that still holds, as of now.
    func reply(to basis: Summary.Basis) -> SummaryGet.Reply? {
        let (question, state) = (basis.question, basis.state)
        let found = shelf.withLock { shelf -> SummaryGet.Reply? in
            guard let kept = shelf.kept[question], kept.state == state, kept.holds.contains(basis.now) else {
                return nil
            }
            shelf.uses += 1
            shelf.kept[question]?.lastUse = shelf.uses
            return kept.reply
        }
        guard var reply = found else { return nil }
        (reply.until, reply.asOf) = (Instant(basis.now), Instant(basis.asOf))
        return reply
    }

    /// Keeps an answer in place of the last to the same question, or of the one that nobody has asked for the longest.
    ///
    /// - Parameter end: until when parcels have the fates that they have now; nil: for ever.
    func keep(_ reply: SummaryGet.Reply, to basis: Summary.Basis, until end: Date?) {
        let holds = basis.now...max(basis.now, end ?? .distantFuture)
        let (question, state) = (basis.question, basis.state)
        shelf.withLock { shelf in
            if shelf.kept[question] == nil, shelf.kept.count >= room,
                let oldest = shelf.kept.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                shelf.kept[oldest.key] = nil
            }
            shelf.uses += 1
            shelf.kept[question] = Kept(state: state, reply: reply, holds: holds, lastUse: shelf.uses)
        }
    }
}

extension Summary.Basis {
    fileprivate var question: KeptSummaries.Question {
        .init(tenants: store.tenants, shop: store.shop, period: window.period)
    }

    fileprivate var state: KeptSummaries.State {
        let windows: [Range<Date>?] = [window.shown, compared, window.comparison?.previous]
        return .init(
            freshness: freshness, currency: store.currency, zone: zone.identifier,
            windows: windows.map { $0.map(Stretch.covered(by:)) },
            quarter: Int((now.timeIntervalSince1970 / 900).rounded(.down)))
    }
}
