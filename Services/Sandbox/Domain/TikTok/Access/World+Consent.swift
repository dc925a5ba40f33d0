/// Sellers and their consent to apps.
extension World {
    /// The seller agrees: the URL to which the browser goes back, with a fresh code.
    mutating func consent(seller: Seller, app: RegisteredApp, scopes: [Scope]?, state: String?) -> String {
        let code = tiktok.tokens.issueCode(
            for: .init(appKey: app.key, sellerID: seller.openID),
            scopes: scopes ?? app.scopes.filter { !$0.isOfCreators },
            now: now)
        return redirect(
            app,
            [
                ("app_key", app.key), ("code", code), ("locale", "en-US"), ("shop_region", seller.region),
                ("state", state),
            ])
    }

    /// A creator agrees. Creators are known to the platform's own page alone, and no app may ask more of them than
    /// what they earn.
    mutating func consent(creator: Creator, app: RegisteredApp, state: String?) -> String {
        let scopes = app.scopes.filter(\.isOfCreators)
        let code = tiktok.tokens.issueCode(
            for: .init(appKey: app.key, sellerID: creator.openID), scopes: scopes, now: now)
        return redirect(app, [("app_key", app.key), ("code", code), ("state", state)])
    }

    /// The seller refuses.
    func refuse(app: RegisteredApp, error: String, state: String?) -> String {
        redirect(app, [("code", "null"), ("error", error), ("state", state)])
    }

    private func redirect(_ app: RegisteredApp, _ parameters: [(String, String?)]) -> String {
        let query = parameters.compactMap { name, value in value.map { "\(name)=\(Query.encode($0))" } }
        let mark = app.redirectURL.contains("?") ? "&" : "?"
        return app.redirectURL + mark + query.joined(separator: "&")
    }

    /// Exchanges a code and, from then on, warns of the end of the consent.
    mutating func exchange(code: String, app: RegisteredApp) throws -> TokenPair {
        let pair = try tiktok.tokens.exchange(code: code, appKey: app.key, now: now)
        warnOfEnd(of: pair.grant, expires: pair.refreshExpires)
        return pair
    }

    /// Webhook 7: from 30 days before the end, then daily at 0:00 UTC.
    private mutating func warnOfEnd(of key: Grant.Key, expires: Moment) {
        let start = expires - .days(30)
        let midnight = Moment(seconds: (now.seconds / 86_400 + 1) * 86_400)
        at(max(start, midnight)) { world in
            guard world.tiktok.tokens.grants[key]?.refreshExpires == expires, world.now < expires,
                world.tiktok.tokens.isActive(key, now: world.now)
            else { return }
            world.announceEnd(of: key)
            world.warnOfEnd(of: key, expires: expires)
        }
    }

    /// Lets a consent end at another time, and warns of that.
    mutating func moveEnd(of key: Grant.Key, to moment: Moment) {
        tiktok.tokens.endConsent(key, at: moment)
        warnOfEnd(of: key, expires: moment)
    }

    /// Webhook 7, now.
    mutating func announceEnd(of key: Grant.Key) {
        guard let grant = tiktok.tokens.grants[key] else { return }
        let data: JSON = [
            "message": "The authorization will expire soon",
            "expiration_time": .string("\(grant.refreshExpires.seconds)"),
        ]
        forShops(of: key) { $0.announce(.expiration, shop: $1, app: $2, data) }
    }

    /// The seller removes the app: tokens end, webhook 6 goes out, subscriptions are gone.
    mutating func deauthorize(_ key: Grant.Key) {
        forShops(of: key) {
            $0.announce(.deauthorization, shop: $1, app: $2, ["message": "The seller has removed the authorization"])
        }
        tiktok.tokens.revoke(key)
        let shops = tiktok.sellers[key.sellerID]?.shopIDs ?? []
        tiktok.subscriptions = tiktok.subscriptions.filter {
            $0.key.appKey != key.appKey || !shops.contains($0.key.shopID)
        }
    }

    private mutating func forShops(of key: Grant.Key, _ act: (inout World, Shop, RegisteredApp) -> Void) {
        guard let app = tiktok.apps.first(where: { $0.key == key.appKey }) else { return }
        for id in tiktok.sellers[key.sellerID]?.shopIDs ?? [] {
            if let shop = tiktok.shops[id] { act(&self, shop, app) }
        }
    }
}
