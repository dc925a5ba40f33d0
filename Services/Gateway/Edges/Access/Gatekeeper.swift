import Contracts
import Foundation
import HTTPTypes
import Hummingbird

/// Decides who may use a route.
struct Gatekeeper: Sendable {
    let keys: KeyRing
    let sessions: SessionSeal
    let limits: RateLimits<KeyID>
    /// By address: whoever shows no good key.
    let strangers: RateLimits<String>

    /// Who asks; nil on an open route. The request is counted: against the key's rate, else the address's.
    func admit(
        _ request: Request, to route: Route, from address: String, _ trace: Trace, _ told: inout HTTPFields
    ) async throws(Problem) -> Visitor? {
        guard route.access != .open else {
            if !route.isFree { try countStranger(address, &told) }
            return nil
        }
        let visitor = try await visitor(request, from: address, trace, &told)
        try count(visitor, &told)
        if case .needs(let scope) = route.access, !visitor.scopes.contains(scope) {
            throw Problem.scopeMissing(scope)
        }
        return visitor
    }

    /// Whoever comes with a key that nobody knows makes Accounts look it up, so trying keys is counted by address. A
    /// key that was good before may pass also where others have used the address up.
    private func visitor(
        _ request: Request, from address: String, _ trace: Trace, _ told: inout HTTPFields
    ) async throws(Problem) -> Visitor {
        guard let key = try? key(request), keys.isAcquainted(key) else {
            try countStranger(address, &told)
            let visitor = try await keys.visitor(of: try key(request), trace)
            strangers.giveBack(address)
            return visitor
        }
        return try await keys.visitor(of: key, trace)
    }

    /// Counts a request against the rate of the address that it comes from.
    func countStranger(_ address: String, _ told: inout HTTPFields) throws(Problem) {
        try tell(strangers.take(address), of: strangers.burst, "the address asks too often without a good key", &told)
    }

    /// Tells how much is left to an address, with nothing counted.
    func tellStranger(_ address: String, _ told: inout HTTPFields) {
        note(strangers.look(at: address), of: strangers.burst, &told)
    }

    private func count(_ visitor: Visitor, _ told: inout HTTPFields) throws(Problem) {
        try tell(limits.take(visitor.key), of: limits.burst, "the key asks too often", &told)
    }

    private func tell(
        _ state: TokenBucket.State, of burst: Int, _ trouble: String, _ told: inout HTTPFields
    ) throws(Problem) {
        note(state, of: burst, &told)
        guard state.isOpen else {
            throw Problem(
                .tooMany, code: "tooManyRequests", "\(trouble); try again in \(state.retryAfter) s",
                headers: ["Retry-After": String(max(1, state.retryAfter))])
        }
    }

    /// draft-ietf-httpapi-ratelimit-headers-06 §3.
    private func note(_ state: TokenBucket.State, of burst: Int, _ told: inout HTTPFields) {
        told[.known("RateLimit-Limit")] = String(burst)
        told[.known("RateLimit-Remaining")] = String(state.remaining)
        told[.known("RateLimit-Reset")] = String(state.reset)
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
