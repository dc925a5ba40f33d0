import Testing

@testable import Sandbox

@Suite struct TokenTests {
    @Test("a code is exchanged once, within 30 minutes, for tokens with absolute expiries")
    func exchange() async throws {
        try await LiveSandbox.run { live in
            let shop = try await live.openShop(region: "GB")
            let code = try await Self.code(live, shop)
            let reply = try await live.exchange(code)
            #expect(reply.code == 0)
            #expect(reply.data["access_token_expire_in"]?.number == 1_767_225_600 + 7 * 86_400)
            #expect(reply.data["refresh_token_expire_in"]?.number == 1_767_225_600 + 365 * 86_400)
            #expect(reply.data["seller_base_region"]?.text == "GB")
            #expect(reply.data["user_type"]?.number == 0)
            #expect(reply.data["granted_scopes"]?.elements.count == Scope.allCases.count - 1)
            #expect(!Scope.allCases.filter(\.isOfCreators).isEmpty, "which a seller cannot grant")
            #expect(reply.data["shop_id"] == nil)
            let again = try await live.exchange(code)
            #expect(again.status == 200)
            #expect(again.code == 36_004_004)
            let late = try await Self.code(live, shop)
            live.clock.move(.minutes(30))
            #expect(try await live.exchange(late).code == 36_004_004)
        }
    }

    private static func code(_ live: LiveSandbox, _ shop: JSON) async throws -> String {
        let reply = try await live.admin("POST", "/authorizations", ["shop": shop["id"] ?? .null])
        return try #require(LiveSandbox.parameter("code", of: reply["redirect"]?.text ?? ""))
    }

    @Test("token errors are HTTP 200 with a code: wrong secret, wrong grant type, another app's code")
    func errors() async throws {
        try await LiveSandbox.run { live in
            let code = try await Self.code(live, try await live.openShop())
            let paths = [
                "get?app_key=6ak9demo1&app_secret=wrong&auth_code=\(code)&grant_type=authorized_code",
                "get?app_key=nobody&app_secret=x&auth_code=\(code)&grant_type=authorized_code",
                "get?app_key=6ak9demo1&app_secret=demo_secret_0001&auth_code=\(code)&grant_type=authorization_code",
                "refresh?app_key=6ak9demo1&app_secret=demo_secret_0001&refresh_token=x&grant_type=refresh_token",
            ]
            for path in paths {
                let reply = try await live.send("GET", "/api/v2/token/" + path)
                #expect(reply.status == 200, "\(path)")
                #expect(reply.code != 0, "\(path)")
            }
            #expect(try await live.exchange(code, app: .credit).code == 36_004_004)
            #expect(try await live.exchange(code).code == 0)
        }
    }

    private static func refresh(_ live: LiveSandbox, _ token: String?) async throws -> Reply {
        try await live.send(
            "GET",
            "/api/v2/token/refresh?app_key=6ak9demo1&app_secret=demo_secret_0001&refresh_token=\(token ?? "")"
                + "&grant_type=refresh_token")
    }

    @Test("a refresh gives a new pair and keeps the end of the consent", arguments: [true, false])
    func refresh(keepsOld: Bool) async throws {
        var settings = Settings.test
        settings.lifetimes.keepsOldRefreshToken = keepsOld
        try await LiveSandbox.run(settings) { live in
            let first = try await live.exchange(try await Self.code(live, try await live.openShop())).data
            live.clock.move(.days(8))
            let second = try await Self.refresh(live, first["refresh_token"]?.text)
            #expect(second.code == 0)
            #expect(second.data["access_token"] != first["access_token"])
            #expect(second.data["refresh_token"] != first["refresh_token"])
            #expect(second.data["refresh_token_expire_in"] == first["refresh_token_expire_in"])
            let old = try await Self.refresh(live, first["refresh_token"]?.text)
            #expect(old.code == (keepsOld ? 0 : 36_004_004))
            live.clock.move(.days(400))
            #expect(try await Self.refresh(live, second.data["refresh_token"]?.text).code == 36_004_004)
        }
    }

    @Test("the consent page sends the seller back with code and state; a refusal brings an error")
    func consent() async throws {
        try await LiveSandbox.run { live in
            _ = try await live.openShop(region: "GB")
            let page = try await live.send("GET", "/open/authorize?service_id=7400000000000000001&state=s%2B1")
            let html = String(decoding: page.bytes, as: UTF8.self)
            #expect(html.contains("name=\"state\" value=\"s+1\""))
            let seller = try #require(html.firstMatch(of: /name="seller" value="([^"]+)"/)?.1)
            let agreed = try await Self.post(live, "/open/authorize", "seller=\(seller)&decision=approve")
            #expect(agreed.status == 302)
            let url = try #require(agreed.headers["location"])
            #expect(url.hasPrefix("https://shop.example.com/callback?"))
            #expect(LiveSandbox.parameter("state", of: url) == "s+1")
            #expect(LiveSandbox.parameter("shop_region", of: url) == "GB")
            #expect(try await live.exchange(try #require(LiveSandbox.parameter("code", of: url))).code == 0)
            let refused = try await Self.post(live, "/open/authorize", "decision=refuse")
            let back = try #require(refused.headers["location"])
            #expect(LiveSandbox.parameter("code", of: back) == "null")
            #expect(LiveSandbox.parameter("error", of: back) == "auth_denied")
        }
    }

    private static func post(_ live: LiveSandbox, _ path: String, _ form: String) async throws -> Reply {
        let body = "service_id=7400000000000000001&state=s%2B1&" + form
        return try await live.send("POST", path, body: Array(body.utf8))
    }

    @Test("American sellers consent on the US page alone, and app_key is no service_id")
    func hosts() async throws {
        try await LiveSandbox.run { live in
            _ = try await live.openShop(region: "US")
            let query = "?service_id=7400000000000000001"
            let world = try await live.send("GET", "/open/authorize" + query)
            let america = try await live.send("GET", "/us/open/authorize" + query)
            #expect(!String(decoding: world.bytes, as: UTF8.self).contains("name=\"seller\""))
            #expect(String(decoding: america.bytes, as: UTF8.self).contains("name=\"seller\""))
            let wrong = try await live.send("GET", "/open/authorize?service_id=6ak9demo1")
            #expect(String(decoding: wrong.bytes, as: UTF8.self).contains("service does not exist"))
        }
    }

    @Test("re-authorization from Seller Center comes back without state, and replaces the scopes")
    func withoutState() async throws {
        try await LiveSandbox.run { live in
            let shop = try await live.openShop()
            let wish: JSON = ["shop": shop["id"] ?? .null, "scopes": ["seller.authorization.info"]]
            let url = try #require(try await live.admin("POST", "/authorizations", wish)["redirect"]?.text)
            #expect(LiveSandbox.parameter("state", of: url) == nil)
            let reply = try await live.exchange(try #require(LiveSandbox.parameter("code", of: url)))
            #expect(reply.data["granted_scopes"] == ["seller.authorization.info"])
        }
    }

    @Test("authorized shops come with a cipher per app")
    func shops() async throws {
        try await LiveSandbox.run { live in
            let shop = try await live.openShop(region: "DE")
            _ = try await live.admin("POST", "/shops", ["region": "FR", "seller": shop["seller"] ?? .null])
            var operations = try await live.connect(shop)
            operations.cipher = nil
            var credit = try await live.connect(shop, app: .credit)
            credit.cipher = nil
            let path = "/authorization/202309/shops"
            let (mine, theirs) = (
                try await operations.call("GET", path).data, try await credit.call("GET", path).data
            )
            #expect(mine["shops"]?.elements.map { $0["region"]?.text } == ["DE", "FR"])
            #expect(mine["shops"]?.elements.map { $0["seller_type"]?.text } == ["LOCAL", "CROSS_BORDER"])
            #expect(mine["shops"]?[0]?["cipher"] != theirs["shops"]?[0]?["cipher"])
            #expect(mine["shops"]?[0]?["id"] == theirs["shops"]?[0]?["id"])
        }
    }
}
