import Contracts
import Foundation

/// What a key may be given.
enum KeyRules {
    /// How long both keys open after a rotation, unless the caller says otherwise.
    static let overlapHours = 24
    private static let longestOverlap = 720
    private static let longestLife = 10 * 365 * 86_400.0

    /// What a key of a tenant may do at most. A lender reads scores and nothing else; only people have scores.
    static func allowed(to kind: TenantRecord.Kind) -> Set<AccessScope> {
        switch kind {
        case .agency, .brand: Set(AccessScope.allCases).subtracting([.creditRead, .creditWrite])
        case .subject: [.creditRead, .creditWrite, .keysRead, .keysWrite, .actionsRead]
        case .lender: [.creditRead]
        }
    }

    /// The scopes in the house's order, each once. A key may give no more than it has.
    static func scopes(_ wanted: [AccessScope], grantedBy own: Set<AccessScope>) throws(Wrong) -> [AccessScope] {
        guard !wanted.isEmpty else { throw Wrong("noScope", at: "/scopes", "must name at least one scope") }
        for (place, scope) in wanted.enumerated() where !own.contains(scope) {
            throw Wrong("scopeNotOwn", at: "/scopes/\(place)", "must be one of the caller's own scopes")
        }
        return AccessScope.allCases.filter(Set(wanted).contains)
    }

    /// The end of a key's life; in the future, and within ten years, beyond which somebody has mistyped.
    static func end(_ wanted: Instant?, now: Date) throws(Wrong) -> Date? {
        guard let end = wanted?.date else { return nil }
        guard end > now, end < now.addingTimeInterval(longestLife) else {
            throw Wrong("notInTheFuture", at: "/expiresAt", "must be in the future, and at most 10 years away")
        }
        return end
    }

    /// When a key ends whose place another takes: after the overlap, or by itself before that.
    static func endOfOld(_ hours: Int?, expires: Date?, now: Date) throws(Wrong) -> Date {
        let hours = hours ?? overlapHours
        guard (0...longestOverlap).contains(hours) else {
            throw Wrong("overlapOutOfRange", at: "/overlapHours", "must be 0 to \(longestOverlap)")
        }
        let end = now.addingTimeInterval(Double(hours) * 3600)
        return min(end, expires ?? end)
    }
}
