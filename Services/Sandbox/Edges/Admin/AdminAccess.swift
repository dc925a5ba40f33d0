/// Consent, tokens and where webhooks go.
enum AdminAccess {
    private struct Wish: Decodable {
        /// An app's name (`operations`, `credit`) or key.
        var app: String?
        var seller: String?
        var shop: String?
        /// A creator's name.
        var creator: String?
        var state: String?
        var scopes: [String]?
        var error: String?
        var seconds: Int?

        func registered(_ world: World) throws -> RegisteredApp {
            let wanted = app ?? world.tiktok.apps.first?.name ?? ""
            guard let app = world.tiktok.apps.first(where: { $0.name == wanted || $0.key == wanted }) else {
                throw AdminError.unknown("app", wanted)
            }
            return app
        }

        func key(_ world: World) throws -> (app: RegisteredApp, seller: Seller) {
            let app = try registered(world)
            let id = try seller ?? shop.map { try world.shop($0).sellerID } ?? ""
            guard let seller = world.tiktok.sellers[id] else { throw AdminError.unknown("seller", id) }
            return (app, seller)
        }
    }

    /// The seller's consent without a browser: the address to which the browser would be sent.
    @Sendable static func authorize(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let wish = try call.body(Wish.self)
        if let name = wish.creator {
            guard let creator = world.tiktok.creators.first(where: { $0.username == name }) else {
                throw AdminError.unknown("creator", name)
            }
            let app = try wish.registered(world)
            return ["redirect": .string(world.consent(creator: creator, app: app, state: wish.state))]
        }
        let (app, seller) = try wish.key(world)
        if let error = wish.error {
            return ["redirect": .string(world.refuse(app: app, error: error, state: wish.state))]
        }
        let scopes = try wish.scopes?.map { text in
            guard let scope = Scope(rawValue: text) else { throw AdminError.unknown("scopes", text) }
            return scope
        }
        return ["redirect": .string(world.consent(seller: seller, app: app, scopes: scopes, state: wish.state))]
    }

    private struct Address: Decodable {
        let url: String?
    }

    @Sendable static func setWebhook(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let url = try call.body(Address.self).url
        guard url.map(HookAddress.isUsable) ?? true else { throw AdminError(text: "url: an http or https address") }
        guard let index = world.tiktok.apps.firstIndex(where: { $0.name == call.ids[0] || $0.key == call.ids[0] })
        else {
            throw AdminError.unknown("app", call.ids[0])
        }
        world.tiktok.apps[index].webhookURL = url
        return ["app": .string(world.tiktok.apps[index].name), "url": .optional(url)]
    }

    /// Access tokens end; the refresh token goes on.
    @Sendable static func expire(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let key = try grant(call, world)
        world.tiktok.tokens.expireAccess(key, now: world.now)
        return [:]
    }

    /// The seller removes the app.
    @Sendable static func revoke(_ world: inout World, _ call: AdminCall) throws -> JSON {
        world.deauthorize(try grant(call, world))
        return [:]
    }

    /// The authorization ends in `seconds`.
    @Sendable static func end(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let key = try grant(call, world)
        let seconds = try call.body(Wish.self).seconds ?? 0
        world.moveEnd(of: key, to: world.now + .seconds(min(max(0, seconds), 3_153_600_000)))
        return [:]
    }

    /// Webhook 7, now.
    @Sendable static func warn(_ world: inout World, _ call: AdminCall) throws -> JSON {
        world.announceEnd(of: try grant(call, world))
        return [:]
    }

    private static func grant(_ call: AdminCall, _ world: World) throws -> Grant.Key {
        let (app, seller) = try call.body(Wish.self).key(world)
        let key = Grant.Key(appKey: app.key, sellerID: seller.openID)
        guard world.tiktok.tokens.grants[key] != nil else {
            throw AdminError(status: 409, text: "seller: has not authorized the app")
        }
        return key
    }
}
