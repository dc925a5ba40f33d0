import Contracts

/// Brands, their settings, and the log of what was done for them.
enum AccountRoutes {
    /// What is sent to add a brand.
    struct NewTenant: Codable, Sendable {
        /// What people will call it; 1 to 100 characters.
        var name: String
        /// Its first settings; nil for the house's defaults.
        var settings: TenantSettings?
    }

    /// What is sent to change settings.
    struct NewSettings: Codable, Sendable {
        /// The version that the caller has seen: another one means that somebody else was faster. Nil to overwrite.
        var ifVersion: Int?
        /// All of them.
        var settings: TenantSettings
    }

    static let routes = [
        Route(
            .get, "/v1/tenants", "listTenants", "The agency and its brands.", .needs(.tenantsRead),
            gives: .json([TenantRecord].self, "The agency first, then brands by name.")
        ) { call in
            try .json(try await call.askWhole(TenantList()))
        },
        Route(
            .post, "/v1/tenants", "createTenant", "Adds a brand to the agency.", .needs(.tenantsWrite),
            body: NewTenant.self, gives: .json(TenantRecord.self, "The brand.", status: 201)
        ) { call in
            let body = try call.body(NewTenant.self)
            let question = TenantCreate(name: body.name, settings: body.settings)
            let brand = try await call.askWhole(question)
            // The key opens the new brand, too, and its holder goes on with that at once.
            call.gateway.keys.forget(digest: try call.known().digest)
            return try .json(brand, status: 201)
        },
        Route(
            .get, "/v1/settings", "getSettings", "A tenant's settings.", .needs(.settingsRead),
            gives: .json(VersionedSettings.self, "The settings and their version.")
        ) { call in
            try .json(try await call.askWhole(SettingsGet(tenant: try call.tenant())))
        },
        Route(
            .put, "/v1/settings", "putSettings", "Puts a tenant's settings, whole.", .needs(.settingsWrite),
            body: NewSettings.self, gives: .json(VersionedSettings.self, "The settings as they are now.")
        ) { call in
            let body = try call.body(NewSettings.self)
            let question = SettingsChange(
                tenant: try call.tenant(), ifVersion: body.ifVersion, settings: body.settings)
            return try .json(try await call.askWhole(question))
        },
        Route(
            .get, "/v1/actions", "listActions", "What was done, newest first.", .needs(.actionsRead),
            query: [Query.action, Query.from, Query.until, Query.cursor, Query.limit],
            gives: .json(ActionList.Reply.self, "One page.")
        ) { call in
            let question = ActionList(
                tenant: try call.value(Query.tenant), action: try call.value(Query.action),
                from: try call.value(Query.from), until: try call.value(Query.until),
                cursor: try call.value(Query.cursor), limit: try call.value(Query.limit))
            return try .json(try await call.ask(question))
        },
    ]
}
