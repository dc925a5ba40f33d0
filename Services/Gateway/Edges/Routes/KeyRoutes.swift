import Contracts

/// API keys.
enum KeyRoutes {
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
            gives: .json([KeyRecord].self, "All but the keys themselves.")
        ) { call in
            try .json(try await call.askWhole(KeyList(tenant: try call.tenant())))
        },
        Route(
            .post, "/v1/keys", "createKey", "Makes a key. Its text is told this once.", .needs(.keysWrite),
            body: Wanted.self, gives: .json(NewKey.self, "The key.", status: 201)
        ) { call in
            let body = try call.body(Wanted.self)
            let question = KeyCreate(
                tenant: try call.tenant(), name: body.name, scopes: body.scopes, expiresAt: body.expiresAt)
            return try .json(try await call.askWhole(question), status: 201)
        },
        Route(
            .post, "/v1/keys/{key}/rotate", "rotateKey", "Makes a key that takes the place of another.",
            .needs(.keysWrite), body: Rotation.self, isBodyOptional: true,
            gives: .json(NewKey.self, "The new key.", status: 201)
        ) { call in
            let body = try call.body(Rotation.self)
            let question = KeyRotate(
                key: try call.id("key"), overlapHours: body.overlapHours, expiresAt: body.expiresAt)
            return try .json(try await call.askWhole(question), status: 201)
        },
        Route(
            .post, "/v1/keys/{key}/revoke", "revokeKey", "Ends a key; within five seconds it opens nothing.",
            .needs(.keysWrite), gives: .json(KeyRecord.self, "The key as it is now.")
        ) { call in
            try .json(try await call.askWhole(KeyRevoke(key: try call.id("key"))))
        },
    ]
}
