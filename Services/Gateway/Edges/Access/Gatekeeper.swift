import Contracts
import Foundation
import HTTPTypes
import Hummingbird

/// Decides who may use a route.
struct Gatekeeper: Sendable {
    let keys: KeyRing
    let sessions: SessionSeal
    let limits: RateLimits

    /// Who asks; nil on an open route.
    func admit(_ request: Request, to route: Route, _ trace: Trace) async throws(Problem) -> Visitor? {
        guard route.access != .open else { return nil }
        let visitor = try await keys.visitor(of: try key(request), trace)
        if case .needs(let scope) = route.access, !visitor.scopes.contains(scope) {
            throw Problem(.forbidden, code: "scopeMissing", "the key needs the scope \(scope.rawValue)")
        }
        return visitor
    }

    /// Counts a request against the key's rate, and tells how much is left
    /// (draft-ietf-httpapi-ratelimit-headers-06 §3).
    func count(_ visitor: Visitor, _ told: inout HTTPFields) throws(Problem) {
        let state = limits.take(visitor.key)
        told[.known("RateLimit-Limit")] = String(limits.burst)
        told[.known("RateLimit-Remaining")] = String(state.remaining)
        told[.known("RateLimit-Reset")] = String(state.reset)
        guard state.isOpen else {
            throw Problem(
                .tooMany, code: "tooManyRequests", "the key asks too often; try again in \(state.retryAfter) s",
                headers: ["Retry-After": String(max(1, state.retryAfter))])
        }
    }

    private func key(_ request: Request) throws(Problem) -> String {
        if let field = request.headers[.authorization] {
            let parts = field.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw Problem.noKey }
            return parts[1].trimmingCharacters(in: .whitespaces)
        }
        guard let value = Cookies.value(of: SessionSeal.cookie, in: request.headers[.cookie]) else {
            throw Problem.noKey
        }
        guard let key = sessions.open(value, now: Date()) else {
            throw .badKey("sessionEnded", "the session has ended; open a new one")
        }
        try refuseForeignPages(request)
        return key
    }

    /// A browser sends its cookies whichever page asks. `SameSite=Strict` forbids that already; this does for a browser
    /// that does not know it.
    private func refuseForeignPages(_ request: Request) throws(Problem) {
        guard request.method != .get else { return }
        let site = request.headers[.known("Sec-Fetch-Site")]
        let origin = request.headers[.origin].flatMap { URLComponents(string: $0) }
        let isOwn =
            if let site {
                site == "same-origin" || site == "none"
            } else if let origin {
                Self.authority(origin) == request.head.authority
            } else { true }
        guard isOwn else {
            throw Problem(.forbidden, code: "foreignPage", "a session works on the gateway's own page alone")
        }
    }

    private static func authority(_ origin: URLComponents) -> String? {
        origin.host.map { host in origin.port.map { "\(host):\($0)" } ?? host }
    }
}
