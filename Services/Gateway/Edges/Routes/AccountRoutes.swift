import Contracts
import Schemas

/// Brands, their settings, and the log of what was done for them.
enum AccountRoutes {
    /// The tenants that a key opens, on one page.
    struct TenantPage: Codable, Sendable {
        /// The agency first, then brands by name.
        var tenants: [TenantRecord]
        /// Where the next page begins; nil at the end, and all are told at once: an agency and at most 1,000 brands.
        var next: String?
    }

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
        /// All settings, whole: a limit that is left out no longer holds.
        var settings: TenantSettings
    }

    private static let settings: JSONNode = [
        "zone": "America/New_York", "currency": "USD", "lowStockThreshold": 5, "safetyBuffer": 0,
        "confirmAboveMinor": 50_000, "confirmAboveUnits": 20, "isAutomationOn": true, "channelTakesZero": true,
    ]

    static let routes = [
        Route(
            .get, "/v1/tenants", "listTenants", "The agency and its brands.", .needs(.tenantsRead),
            gives: .json(TenantPage.self, "All of them on one page.")
        ) { call in
            try .json(TenantPage(tenants: try await call.askWhole(TenantList())))
        },
        Route(
            .post, "/v1/tenants", "createTenant", "Adds a brand to the agency.", .needs(.tenantsWrite),
            details: "Only an agency's key may. The brand's first key is made with `POST /v1/keys?tenant=` its id.",
            body: NewTenant.self, example: ["name": "Tea & Tumblers"],
            gives: .json(TenantRecord.self, "The brand.", status: 201)
        ) { call in
            let body = try call.body(NewTenant.self)
            let question = TenantCreate(name: body.name, settings: body.settings)
            let brand = try await call.askWhole(question)
            call.gateway.keys.forget(try call.known())
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
            details: """
                With `ifVersion` what somebody else changed meanwhile is not overwritten: it is refused with 409. \
                The same settings again are no change.
                """,
            body: NewSettings.self, example: ["ifVersion": 3, "settings": settings],
            gives: .json(VersionedSettings.self, "The settings as they are now.")
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
            return try await call.relay(question)
        },
    ]
}
