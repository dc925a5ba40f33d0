import Contracts
import Foundation
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(3)))
struct AccessTests {
    @Test("a key opens what its scopes say, and every refusal names its reason")
    func keyOpensScopes() async throws {
        try await GatewayWorld.lend(up: ["accounts", "inventory"]) { world async throws in
            world.services.on(StockList.self) { _ in StockList.Reply(levels: []) }
            #expect(try await world.ask("GET", "/v1/stock").status == 200)
            #expect(try await world.ask("GET", "/v1/stock", key: "reader").status == 200)
            let cases: [(key: String?, status: Int, code: String)] = [
                (nil, 401, "noKey"), ("wrong", 401, "unknownKey"), ("revoked", 401, "revokedKey"),
                ("expired", 401, "expiredKey"), (String(repeating: "k", count: 300), 401, "unknownKey"),
            ]
            for (key, status, code) in cases {
                let reply = try await world.ask("GET", "/v1/stock", key: key)
                #expect(reply.status == status)
                #expect(try reply.problem().code == code)
                #expect(reply.header("www-authenticate")?.hasPrefix("Bearer") == true)
            }
            let basic = try await world.ask("GET", "/v1/stock", headers: ["Authorization": "Basic YTpi"])
            #expect(try basic.problem().code == "noKey")
            let forbidden = try await world.ask("GET", "/v1/orders", key: "reader")
            #expect(forbidden.status == 403)
            #expect(try forbidden.problem().detail.contains("orders:read"))
        }
    }

    @Test("the key itself does not travel, and its verdict is remembered for a while")
    func keyItselfNot() async throws {
        try await GatewayWorld.lend(up: ["accounts", "inventory"]) { world async throws in
            world.services.on(StockList.self) { _ in StockList.Reply(levels: []) }
            for _ in 0..<5 { _ = try await world.ask("GET", "/v1/stock") }
            let asked = try world.services.asked(KeyVerify.self)
            #expect(asked.allSatisfy { $0.digest == KeyRing.digest(GatewayWorld.key) })
            #expect(asked.count <= 2, "five requests within five seconds; one more if the machine is slow")
            #expect(world.services.asked.filter { $0.name == StockList.name.rawValue }.count == 5)
        }
    }

    @Test("a brand that was added is opened at once")
    func brandAddedOpened() async throws {
        try await GatewayWorld.lend(up: ["accounts"]) { world async throws in
            world.services.answerSamples()
            _ = try await world.ask("GET", "/v1/session")
            let before = try world.services.asked(KeyVerify.self).count
            #expect(try await world.ask("POST", "/v1/tenants", body: #"{"name":"Tea"}"#).status == 201)
            _ = try await world.ask("GET", "/v1/session")
            #expect(try world.services.asked(KeyVerify.self).count > before, "the key was asked about again")
        }
    }

    /// NIST's example for SHA-256 of `abc`.
    @Test("the digest is SHA-256 in hexadecimal")
    func digestSHA256() {
        #expect(KeyRing.digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test("who asks too often is told when to come back")
    func asksOftenTold() async throws {
        let settings = ["GATEWAY_BURST": "3", "GATEWAY_RATE": "1"]
        try await GatewayWorld.lend(settings, up: ["accounts"]) { world async throws in
            var replies: [Wire.Reply] = []
            for _ in 0..<12 where replies.last?.status != 429 {
                replies.append(try await world.ask("GET", "/v1/session"))
            }
            let last = try #require(replies.last)
            #expect(replies.count >= 4, "three pass at once")
            #expect(last.status == 429)
            #expect(try last.problem().code == "tooManyRequests")
            #expect(last.header("retry-after") == "1")
            #expect(last.header("ratelimit-limit") == "3")
            #expect(last.header("ratelimit-remaining") == "0")
            #expect(last.header("ratelimit-reset") == "3")
        }
    }

    @Test("a pasted key becomes a cookie that no script sees and no other page can use")
    func pastedKeyBecomes() async throws {
        try await GatewayWorld.lend(up: ["accounts"]) { world async throws in
            let opened = try await world.ask(
                "POST", "/v1/session", key: nil, body: #"{"key":" \#(GatewayWorld.key)\n"}"#)
            #expect(opened.status == 200)
            let field = try #require(opened.header("set-cookie"))
            #expect(field.contains("; HttpOnly") && field.contains("; SameSite=Strict") && field.contains("; Path=/"))
            #expect(!field.contains(GatewayWorld.key))
            let cookie = String(field.prefix { $0 != ";" })

            let own = try await world.ask("GET", "/v1/session", key: nil, headers: ["Cookie": "a=b; \(cookie)"])
            #expect(own.status == 200)
            #expect(try own.json(SessionRoutes.Session.self).tenants == [GatewayWorld.tenant, GatewayWorld.brand])

            let target = "/v1/shipments/\(UUID().text)/pause"
            for foreign in [["Sec-Fetch-Site": "cross-site"], ["Origin": "https://evil.example"]] {
                let headers = foreign.merging(["Cookie": cookie]) { own, _ in own }
                let reply = try await world.ask("POST", target, key: nil, headers: headers, body: "{}")
                #expect(try reply.problem().code == "foreignPage")
            }
            let spoiled = cookie.dropLast(4) + (cookie.hasSuffix("AAAA") ? "BBBB" : "AAAA")
            let reply = try await world.ask("GET", "/v1/session", key: nil, headers: ["Cookie": String(spoiled)])
            #expect(try reply.problem().code == "sessionEnded")
            let ended = try await world.ask("DELETE", "/v1/session", key: nil)
            #expect(ended.status == 204)
            #expect(ended.header("set-cookie")?.contains("Max-Age=0") == true)
        }
    }

    @Test("a session ends after half a day, and another gateway with the same key opens it")
    func sessionEndsAfter() throws {
        let secret = Data(repeating: 7, count: 32).base64EncodedString()
        let seal = try #require(SessionSeal(secret: secret, isSecure: true))
        let start = Date(timeIntervalSince1970: 1_767_225_600)
        let field = try seal.field(for: "the key", now: start)
        #expect(field.contains("; Secure"))
        let value = String(field.drop { $0 != "=" }.dropFirst().prefix { $0 != ";" })
        let other = try #require(SessionSeal(secret: secret, isSecure: true))
        #expect(other.open(value, now: start.addingTimeInterval(43_199)) == "the key")
        #expect(other.open(value, now: start.addingTimeInterval(43_200)) == nil)
        let stranger = try #require(SessionSeal(secret: "", isSecure: true))
        #expect(stranger.open(value, now: start) == nil)
        #expect(SessionSeal(secret: "short", isSecure: true) == nil)
    }

    @Test("Accounts away is 503, not a key that is wrong")
    func accountsAway503() async throws {
        try await GatewayWorld.lend(up: []) { world async throws in
            let reply = try await world.ask("GET", "/v1/stock")
            #expect(reply.status == 503)
            #expect(reply.header("retry-after") != nil)
        }
    }
}
