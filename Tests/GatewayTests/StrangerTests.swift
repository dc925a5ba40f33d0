import Contracts
import Foundation
import Messaging
import Testing

@testable import Gateway

/// Whoever comes without a good key: counted by address, told how much is left, and no burden to Accounts.
@Suite(.timeLimit(.minutes(3)))
struct StrangerTests {
    /// Three at once, and then one a second.
    private static let strict = ["GATEWAY_STRANGER_BURST": "3", "GATEWAY_STRANGER_RATE": "1"]

    @Test("keys can be tried a few times, and then not even the right one is looked up")
    func keysTriedFew() async throws {
        try await GatewayWorld.lend(Self.strict, up: ["accounts"]) { world async throws in
            let replies = try await Self.untilRefused { number in
                let body = #"{"key":"guess\#(number)"}"#
                return try await world.ask("POST", "/v1/session", key: nil, body: body)
            }
            #expect(replies.dropLast().allSatisfy { $0.status == 401 } && replies.count >= 4)
            let last = try #require(replies.last)
            #expect(last.status == 429)
            #expect(try last.problem().code == "tooManyRequests")
            #expect(last.header("retry-after") == "1" && last.header("ratelimit-remaining") == "0")
            let asked = try world.services.asked(KeyVerify.self).count
            #expect(asked == replies.count - 1, "what is refused does not reach Accounts")
        }
    }

    @Test("a key that was good passes where others have used the address up")
    func keyGoodPasses() async throws {
        try await GatewayWorld.lend(Self.strict, up: ["accounts"]) { world async throws in
            for _ in 0..<8 { #expect(try await world.ask("GET", "/v1/session").status == 200, "no stranger") }
            let replies = try await Self.untilRefused { number in
                try await world.ask("GET", "/v1/session", key: "guess\(number)")
            }
            #expect(replies.last?.status == 429)
            #expect(try await world.ask("GET", "/v1/session").status == 200)
            #expect(try await world.ask("GET", "/", key: nil).status == 200, "files are free")
        }
    }

    @Test("behind a proxy of our own, each address is counted by itself")
    func behindProxyOur() async throws {
        let settings = Self.strict.merging(["GATEWAY_PROXIES": "1"]) { _, new in new }
        try await GatewayWorld.lend(settings, up: ["accounts"]) { world async throws in
            func ask(_ address: String, _ number: Int) async throws -> Wire.Reply {
                try await world.ask(
                    "GET", "/v1/session", key: "guess\(number)", headers: ["X-Forwarded-For": "10.9.9.9, \(address)"])
            }
            #expect(try await Self.untilRefused { try await ask("203.0.113.1", $0) }.last?.status == 429)
            #expect(try await ask("203.0.113.2", 0).status == 401)
        }
    }

    /// Asks until the answer is 429, at most 30 times.
    private static func untilRefused(_ ask: (Int) async throws -> Wire.Reply) async throws -> [Wire.Reply] {
        var replies: [Wire.Reply] = []
        for number in 0..<30 where replies.last?.status != 429 { replies.append(try await ask(number)) }
        return replies
    }

    @Test("every answer tells how much is left")
    func everyAnswerTells() async throws {
        try await GatewayWorld.lend(up: ["accounts"]) { world async throws in
            let cases: [(String, String, String?, Int)] = [
                ("GET", "/", nil, 200), ("GET", "/assets/app.css", nil, 200), ("GET", "/openapi.json", nil, 200),
                ("GET", "/v1/session", GatewayWorld.key, 200), ("GET", "/v1/session", nil, 401),
                ("GET", "/v1/orders", "reader", 403), ("GET", "/nothing", nil, 404), ("PUT", "/v1/orders", nil, 405),
                ("OPTIONS", "/v1/orders", nil, 204), ("POST", "/v1/session", nil, 400),
                ("POST", "/webhooks/tiktok", nil, 401), ("GET", "/v1/orders", GatewayWorld.key, 503),
            ]
            for (method, target, key, status) in cases {
                let reply = try await world.ask(method, target, key: key)
                #expect(reply.status == status, "\(method) \(target)")
                let limit = ["reader", GatewayWorld.key].contains(key) ? "200" : "100"
                #expect(reply.header("ratelimit-limit") == limit, "\(method) \(target)")
                #expect(reply.header("ratelimit-remaining").flatMap { Int($0) } != nil, "\(method) \(target)")
                #expect(reply.header("ratelimit-reset").flatMap { Int($0) } != nil, "\(method) \(target)")
            }
        }
    }

    @Test("addresses without number take no memory without end")
    func addressesWithoutNumber() {
        let limits = RateLimits<String>(.init(burst: 2, perSecond: 0.000_1), most: 100)
        for number in 0..<1000 { _ = limits.take("a\(number)") }
        #expect(limits.callers <= 100)
        _ = limits.take("a999")
        #expect(!limits.take("a999").isOpen, "who is remembered is counted")
        limits.giveBack("a999")
        #expect(limits.look(at: "a999").isOpen && limits.look(at: "a999").remaining == 1)
        #expect(limits.look(at: "nobody") == .init(isOpen: true, remaining: 2, reset: 0, retryAfter: 0))
        #expect(limits.callers <= 100, "looking remembers nobody")
    }

    /// The addresses of RFC 5737 and RFC 3849, for documents.
    @Test(
        "a caller is counted by where it comes from",
        arguments: [
            ("192.0.2.1", nil, 0, "192.0.2.1"), ("192.0.2.1", "198.51.100.7", 0, "192.0.2.1"),
            ("192.0.2.1", "198.51.100.7", 1, "198.51.100.7"), ("192.0.2.1", "6.6.6.6, 198.51.100.7", 1, "198.51.100.7"),
            ("192.0.2.1", "198.51.100.7,203.0.113.9", 2, "198.51.100.7"), ("192.0.2.1", "198.51.100.7", 2, "192.0.2.1"),
            ("192.0.2.1", "", 1, "192.0.2.1"), ("192.0.2.1", "nonsense", 1, "192.0.2.1"), (nil, nil, 0, "unknown"),
            ("2001:db8:1:2:3:4:5:6", nil, 0, "20:1:d:b8:0:1:0:2::/64"), ("::ffff:192.0.2.1", nil, 0, "192.0.2.1"),
        ])
    func callerCountedComes(
        _ peer: String?, _ forwarded: String?, _ proxies: Int, _ expected: String
    ) {
        #expect(CallerAddress.of(peer: peer, forwarded: forwarded, proxies: proxies) == expected)
    }
}
