public import Contracts
public import Outbound

extension Endpoint {
    /// What this partner is called in metrics and figures.
    static let partner = "tiktokshop"

    /// Title and version: what calls are measured under.
    var title: String { "\(name) \(version)" }

    /// Every endpoint with its pinned version, and how it was called in the last hour.
    ///
    /// The channel announces the end of a version in Partner Center and keeps it for two months at least; whether its
    /// answers ever bear `Deprecation` or `Sunset` is not documented, but a gateway in between may add them. A version
    /// that has ended is answered with 36009014, which counts as a failure.
    public static func calls(in book: CallBook = .shared) -> [PartnerCalls] {
        (all + [.token("get"), .token("refresh")]).map { endpoint in
            let figures = book.figures(partner, endpoint.title)
            return PartnerCalls(
                partner: partner, endpoint: endpoint.name, version: endpoint.version, calls: figures.calls,
                failed: figures.failed, throttled: figures.throttled,
                slowest95Milliseconds: figures.slowest95.map { Int($0 / .milliseconds(1)) },
                notice: figures.notice.map { notice in
                    PartnerCalls.Notice(
                        deprecatedAt: notice.deprecatedAt.map { Instant($0) },
                        endsAt: notice.endsAt.map { Instant($0) },
                        link: notice.link, heardAt: figures.noticedAt.map { Instant($0) })
                })
        }
    }
}
