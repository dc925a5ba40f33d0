import Contracts
import Foundation

/// How links between people and accounts change.
enum LinkRules {
    /// A new offer.
    static func offer(_ wanted: LinkOffer, by brand: TenantID, at now: Instant) -> SubjectLink {
        SubjectLink(
            link: .mint(at: now.date), subject: wanted.subject, brand: brand, account: wanted.account,
            kind: wanted.kind, state: .offered, version: 1, changedAt: now)
    }

    /// The link in another state, as its next version; nil where it is in that state already. What has ended is only
    /// offered again, and only what is offered is taken up.
    static func moved(
        _ link: SubjectLink, to state: SubjectLink.State, at now: Instant
    ) throws(Wrong) -> SubjectLink? {
        guard link.state != state else { return nil }
        let isAllowed =
            state == .ended || (link.state, state) == (.offered, .linked)
            || (link.state, state) == (.ended, .offered)
        guard isAllowed else {
            throw Wrong("linkState", at: "/link", "must not be \(link.state.rawValue) to become \(state.rawValue)")
        }
        var next = link
        next.state = state
        next.version += 1
        next.changedAt = now
        return next
    }
}
