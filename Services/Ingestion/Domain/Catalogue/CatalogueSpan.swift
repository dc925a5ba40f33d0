import Foundation

/// The part of a catalogue that is being read: listings by when they changed, in seconds since 1970, and the page that
/// is due.
///
/// The channel shows no more than 10,000 results of a search. A span that has more is read by halves; behind its first
/// half comes all the rest, in one span, which is halved in turn if it must be.
struct CatalogueSpan: Codable, Hashable, Sendable {
    /// The first second of it; nil: the shop's first.
    var from: Int?
    /// The first second behind it; nil: no end.
    var until: Int?
    /// The channel's token of the page; nil: the first one.
    var page: String?
    /// How often the channel has refused to go on with this round's pages.
    var refusals = 0

    /// How a round goes on, and what people have to be told of it.
    struct Step: Hashable {
        /// Nil: it is over.
        var next: CatalogueSpan?
        var fault: OrderFault?
    }

    /// 2020-01-01T00:00:00Z. The channel is younger, so that halves before it would be empty.
    private static let beginning: Int = 1_577_836_800
    /// A token grows old once in a while; a channel that refuses more often would have us read its first page for ever.
    private static let mostRefusals = 3

    /// All of it.
    init() {}

    /// Reads a cursor's token: none begins a round, any that is not ours is the channel's own, of a search of
    /// everything.
    init(token: String?) {
        guard let token else { return }
        if let span = try? JSONDecoder().decode(CatalogueSpan.self, from: Data(token.utf8)) {
            self = span
        } else {
            page = token
        }
    }

    /// What a cursor keeps of it.
    func token() throws -> String {
        String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
    }

    /// What comes behind a page; nil behind the last one of the round.
    ///
    /// - Parameter page: The channel's token of the next page of this span.
    func following(_ page: String?) -> CatalogueSpan? {
        guard let page else { return rest }
        var next = self
        next.page = page
        return next
    }

    /// The first half, for a span that has too many. What changed within one second cannot be told apart: the rest goes
    /// on without it.
    func halved(now: Int) -> Step {
        let end = until ?? max(now, Self.beginning) + 1
        let start = from ?? (end > Self.beginning + 1 ? Self.beginning : 0)
        guard end - start > 1 else {
            return Step(
                next: rest, fault: OrderFault("update_time", "is one second for more listings than the channel shows"))
        }
        var half = self
        half.page = nil
        half.until = start + (end - start) / 2
        return Step(next: half)
    }

    /// The same span from its first page, after the channel has refused a token.
    var begunAnew: Step {
        guard refusals < Self.mostRefusals else {
            return Step(fault: OrderFault("page_token", "is refused each time, so the listings behind it are not read"))
        }
        var anew = self
        anew.page = nil
        anew.refusals += 1
        return Step(next: anew)
    }

    /// Everything behind this span.
    private var rest: CatalogueSpan? {
        guard let until else { return nil }
        var rest = CatalogueSpan()
        rest.from = until
        rest.refusals = refusals
        return rest
    }
}
