public import Contracts
public import Outbound

extension PartnerCalls {
    /// How an endpoint of a partner was called in the last hour, by the book of this process.
    ///
    /// - Parameters:
    ///   - title: What its calls are measured under; nil: the endpoint's name alone.
    ///   - version: The one that is pinned.
    public init(_ partner: String, _ endpoint: String, title: String? = nil, version: String, in book: CallBook) {
        let figures = book.figures(partner, title ?? endpoint)
        self.init(
            partner: partner, endpoint: endpoint, version: version, calls: figures.calls, failed: figures.failed,
            throttled: figures.throttled, slowest95Milliseconds: figures.slowest95.map { Int($0 / .milliseconds(1)) },
            notice: figures.notice.map { notice in
                Notice(
                    deprecatedAt: notice.deprecatedAt.map { Instant($0) }, endsAt: notice.endsAt.map { Instant($0) },
                    link: notice.link, heardAt: figures.noticedAt.map { Instant($0) })
            })
    }
}
