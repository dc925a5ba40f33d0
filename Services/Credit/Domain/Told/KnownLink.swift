import Commerce
import Contracts
import Foundation

/// A link as it was told last.
struct KnownLink: Hashable, Sendable {
    let version: Int
    let isLinked: Bool
}

extension SubjectLink {
    /// What is asked when the link has become what it is now: the past that a score looks at, or no more of it; nil
    /// where there is nothing to ask.
    ///
    /// - Parameter known: What it was before; nil: nothing.
    func asking(after known: KnownLink?) -> HistoryTell? {
        guard state == .linked || known?.isLinked == true else { return nil }
        let window = MonthlyIncome.period(asOf: changedAt.date)
        return HistoryTell(
            account: account, link: link, version: version,
            since: state == .linked ? Instant(window.lowerBound) : nil)
    }
}
