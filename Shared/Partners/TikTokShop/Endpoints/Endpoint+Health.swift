public import Contracts
public import Outbound
import Partners

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
            PartnerCalls(partner, endpoint.name, title: endpoint.title, version: endpoint.version, in: book)
        }
    }
}
