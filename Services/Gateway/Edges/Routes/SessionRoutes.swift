import Contracts
import Foundation
import HTTPTypes
import Schemas

/// The page's session: a key is pasted once and then travels as a cookie that no script can read.
enum SessionRoutes {
    /// What is sent to open one.
    struct Opening: Codable, Sendable {
        /// The API key, as it was told when it was made.
        var key: String
    }

    /// Who is there.
    struct Session: Codable, Sendable {
        /// The tenant whose key it is.
        var tenant: TenantID
        /// An agency, or a brand.
        var kind: TenantRecord.Kind
        /// All tenants that the key opens, its own first.
        var tenants: [TenantID]
        /// What it may do.
        var scopes: [AccessScope]
        /// The start of the key, by which people and logs tell it from others.
        var actor: String

        init(_ visitor: Visitor) {
            tenant = visitor.tenant
            kind = visitor.kind
            tenants = visitor.tenants
            scopes = visitor.scopes.sorted { $0.rawValue < $1.rawValue }
            actor = visitor.actor
        }
    }

    static let routes = [
        Route(
            .post, "/v1/session", "openSession", "Exchanges a key for a cookie.", .open,
            details:
                "For the page, whose scripts can read neither the key nor the cookie; programs send the key itself.",
            body: Opening.self, example: ["key": "shop_4f9c1d2e7a6b"], mostBodyBytes: 4096,
            gives: .json(Session.self, "Who is there; the cookie is good for 12 hours."),
            also: [.unauthorized, .unavailable, .timedOut]
        ) { call in
            let key = try call.body(Opening.self).key.trimmingCharacters(in: .whitespacesAndNewlines)
            let visitor = try await call.gateway.keys.visitor(of: key, call.trace)
            var answer = try Answer.json(Session(visitor))
            answer.headers[.setCookie] = try call.gateway.sessions.field(for: key, now: Date())
            return answer
        },
        Route(
            .get, "/v1/session", "getSession", "Who is there.", .anyKey, gives: .json(Session.self, "Who is there.")
        ) { call in
            try .json(Session(try call.known()))
        },
        Route(
            .delete, "/v1/session", "endSession", "Takes the cookie away.", .open, gives: .nothing(204, "It is gone.")
        ) { call in
            Answer(204, headers: [.setCookie: call.gateway.sessions.forgetting])
        },
    ]
}
