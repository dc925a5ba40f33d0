import Contracts
import Schemas

/// API keys.
enum KeyRoutes {
    /// The keys of a tenant, on one page.
    struct Page: Codable, Sendable {
        /// Newest first: live ones, and those that ended in the last 90 days.
        var keys: [KeyRecord]
        /// Where the next page begins; nil at the end, and all are told at once: the newest 500.
        var next: String?
    }

    /// What is sent to make a key.
    struct Wanted: Codable, Sendable {
        /// What people will call it; 1 to 100 characters.
        var name: String
        /// What it may do; at least one, and none that the caller's own key lacks.
        var scopes: [AccessScope]
        /// When it ends by itself; nil for never.
        var expiresAt: Instant?
    }

    /// What is sent to take a key's place.
    struct Rotation: Codable, Sendable {
        /// How long the old key still opens, in hours; 0 to 720, by default 24.
        var overlapHours: Int?
        /// When the new key ends by itself; nil for never.
        var expiresAt: Instant?
    }

    static let routes = [
        Route(
            .get, "/v1/keys", "listKeys", "The keys of a tenant, newest first.", .needs(.keysRead),
            gives: .json(Page.self, "All but the keys themselves, on one page.")
        ) { call in
            try .json(Page(keys: try await call.askWhole(KeyList(tenant: try call.tenant()))))
        },
        Route(
            .post, "/v1/keys", "createKey", "Makes a key. Its text is told this once.", .needs(.keysWrite),
            details:
                "A key may give no more than it has. The answer to a repeat is without the text: it is kept nowhere.",
            body: Wanted.self, example: ["name": "Warehouse", "scopes": ["orders:read", "stock:read", "stock:write"]],
            gives: .json(NewKey.self, "The key.", status: 201)
        ) { call in
            let body = try call.body(Wanted.self)
            let question = KeyCreate(
                tenant: try call.tenant(), name: body.name, scopes: body.scopes, expiresAt: body.expiresAt)
            return try .json(try await call.askWhole(question), status: 201)
        },
        Route(
            .post, "/v1/keys/{key}/rotate", "rotateKey", "Makes a key that takes the place of another.",
            .needs(.keysWrite),
            details: """
                It has the same name and scopes; for a while both open. While a live key has taken its place, a key is \
                not rotated again but refused with 409, `alreadyReplaced`.
                """,
            body: Rotation.self, example: ["overlapHours": 24], isBodyOptional: true,
            gives: .json(NewKey.self, "The new key.", status: 201)
        ) { call in
            let body = try call.body(Rotation.self)
            let question = KeyRotate(
                key: try call.id("key"), overlapHours: body.overlapHours, expiresAt: body.expiresAt)
            return try .json(try await call.askWhole(question), status: 201)
        },
        Route(
            .post, "/v1/keys/{key}/revoke", "revokeKey", "Ends a key; within five seconds it opens nothing.",
            .needs(.keysWrite), details: "A key cannot end itself, so that nobody locks the door from outside.",
            gives: .json(KeyRecord.self, "The key as it is now.")
        ) { call in
            try .json(try await call.askWhole(KeyRevoke(key: try call.id("key"))))
        },
    ]
}
