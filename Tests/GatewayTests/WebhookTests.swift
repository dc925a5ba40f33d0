import Contracts
import Crypto
import Foundation
import Messaging
import Outbound
import Shippo
import TestKit
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(4)))
struct WebhookTests {
    /// The vector that TikTok Shop publishes: key, secret, body and signature.
    private static let body = """
        {"type":1,"tts_notification_id":"7380066284010030890","shop_id":"7495540735365777507","timestamp":1718305585,\
        "data":{"is_on_hold_order":true,"order_id":"576653688135258178","order_status":"UNPAID","update_time":1718305585}}
        """
    private static let signature = "5dec0f11ec2f6783b8deee53c9ffbf8d024302f7c7e7fa55a35d17629031ac05"
    private static let settings = [
        "TIKTOK_APP_KEY": "abcdef", "TIKTOK_APP_SECRET": "123", "TIKTOK_CREDIT_APP_KEY": "credit",
        "TIKTOK_CREDIT_APP_SECRET": "456", "SHIPPO_WEBHOOK_TOKEN": "the-token", "SHIPPO_WEBHOOK_SECRET": "shh",
    ]

    /// HMAC-SHA256 under the secret over key and body, by hand.
    private static func sign(_ body: Data, key: String = "abcdef", secret: String = "123") -> String {
        HMAC<SHA256>.authenticationCode(for: Data(key.utf8) + body, using: SymmetricKey(data: Data(secret.utf8)))
            .map { String(format: "%02x", $0) }.joined()
    }

    private static func prepare(_ broker: TestBroker) async throws {
        try await broker.declareExchange("shop.webhooks")
        for (queue, key) in [("ingestion.webhooks", "gateway.tiktok.#"), ("fulfillment.webhooks", "gateway.shippo.#")] {
            try await broker.declareQueue(queue)
            try await broker.bind(queue, to: "shop.webhooks", key: key)
        }
    }

    private func post(_ world: GatewayWorld, _ body: Data, _ headers: [String: String]) async throws -> Wire.Reply {
        try await world.ask("POST", "/webhooks/tiktok", key: nil, headers: headers, bytes: body)
    }

    @Test("a signed webhook is in the queue before it is acknowledged, as raw bytes")
    func signedWebhookQueue() async throws {
        try await GatewayWorld.lend(Self.settings, up: []) { world async throws in
            try await Self.prepare(world.broker)
            let body = Data(Self.body.utf8)
            let reply = try await post(world, body, ["Authorization": Self.signature])
            #expect(reply.status == 200)
            #expect(reply.body.isEmpty)
            let message = try #require(try await world.broker.take(from: "ingestion.webhooks").first)
            #expect(message.routingKey == "gateway.tiktok.1")
            let webhook = try JSONDecoder().decode(WebhookReceived.self, from: message.payload)
            #expect(webhook.payload == body)
            #expect(webhook.provider == .tiktokShop && webhook.app == "operations")
            #expect(webhook.headers["authorization"] == Self.signature)

            let other = Data(#"{"type":999,"shop_id":"1"}"#.utf8)
            let signature = Self.sign(other, key: "credit", secret: "456")
            #expect(try await post(world, other, ["Authorization": signature]).status == 200)
            let second = try #require(try await world.broker.take(from: "ingestion.webhooks").first)
            #expect(second.routingKey == "gateway.tiktok.999")
            #expect(try JSONDecoder().decode(WebhookReceived.self, from: second.payload).app == "credit")
        }
    }

    @Test("what is not signed, too large, deep, not text or no webhook is refused, and nothing is kept")
    func notSignedLarge()
        async throws
    {
        try await GatewayWorld.lend(Self.settings, up: []) { world async throws in
            try await Self.prepare(world.broker)
            let body = Data(Self.body.utf8)
            let deep = Data((#"{"type":1,"a":"# + String(repeating: "[", count: 60)).utf8)
            let bytes = Data([0x7B, 0xFF, 0x7D])
            let other = "0" + Self.signature.dropFirst()
            let cases: [(body: Data, headers: [String: String], status: Int)] = [
                (body, [:], 401), (body, ["Authorization": other], 401), (body, ["Authorization": "zz"], 401),
                (body + Data(" ".utf8), ["Authorization": Self.signature], 401),
                (Data(), ["Authorization": Self.sign(Data())], 400),
                (Data(count: 1_100_000), ["Authorization": Self.signature], 413),
                (deep, ["Authorization": Self.sign(deep)], 400), (bytes, ["Authorization": Self.sign(bytes)], 400),
                (Data("[]".utf8), ["Authorization": Self.sign(Data("[]".utf8))], 400),
                (body, ["Authorization": Self.signature, "Content-Type": "text/xml"], 415),
            ]
            for (body, headers, status) in cases {
                let reply = try await post(world, body, headers)
                #expect(reply.status == status, "\(body.prefix(40)) \(headers)")
                #expect(try reply.problem().status == status)
            }
            #expect(try await world.broker.take(from: "ingestion.webhooks").isEmpty)
        }
    }

    @Test("a signed webhook that is none is told which field makes it so")
    func signedWebhookNone() async throws {
        try await GatewayWorld.lend(Self.settings, up: []) { world async throws in
            try await Self.prepare(world.broker)
            for (text, field) in [
                (#"{"type":3000000000,"tts_notification_id":"x","shop_id":"1","data":{}}"#, "/type"),
                (#"{"type":1,"timestamp":"soon","data":{}}"#, "/timestamp"),
            ] {
                let body = Data(text.utf8)
                let reply = try await post(world, body, ["Authorization": Self.sign(body)])
                #expect(reply.status == 400)
                #expect(try reply.problem().field == field)
            }
            #expect(try await world.broker.take(from: "ingestion.webhooks").isEmpty)
        }
    }

    @Test("without a queue that takes it there is no 200")
    func withoutQueueTakes() async throws {
        try await GatewayWorld.lend(Self.settings, up: []) { world async throws in
            let reply = try await post(world, Data(Self.body.utf8), ["Authorization": Self.signature])
            #expect(reply.status == 503)
            #expect(reply.header("retry-after") != nil)
        }
    }

    @Test("while the broker is away the sender is told to try again, and then it is taken")
    func whileBrokerAway() async throws {
        let amqp = try #require(ProcessInfo.processInfo.environment["TEST_AMQP_URL"], "make test sets it")
        try await withFaultyProxy(to: amqp) { proxy, _ async throws in
            try await GatewayWorld.lend(Self.settings, up: [], through: proxy) { world async throws in
                try await Self.prepare(world.broker)
                proxy.refuse()
                proxy.cut()
                let start = ContinuousClock.now
                let reply = try await post(world, Data(Self.body.utf8), ["Authorization": Self.signature])
                #expect(reply.status == 503)
                #expect(
                    ContinuousClock.now - start >= WebhookDoor.patience, "it waited for the broker as long as it may")
                proxy.accept()
                try await eventually("the gateway is connected again") { world.troubles().isEmpty }
                try await eventually("a repeat is taken") {
                    try await self.post(world, Data(Self.body.utf8), ["Authorization": Self.signature]).status == 200
                }
                #expect(try await world.broker.take(from: "ingestion.webhooks").first != nil)
            }
        }
    }

    @Test("a broker that hangs is no 200 either")
    func brokerHangsNo() async throws {
        let amqp = try #require(ProcessInfo.processInfo.environment["TEST_AMQP_URL"], "make test sets it")
        try await withFaultyProxy(to: amqp) { proxy, _ async throws in
            try await GatewayWorld.lend(Self.settings, up: [], through: proxy) { world async throws in
                try await Self.prepare(world.broker)
                proxy.pause()
                let reply = try await post(world, Data(Self.body.utf8), ["Authorization": Self.signature])
                #expect(reply.status == 503)
                proxy.resume()
            }
        }
    }

    @Test("Shippo is known by the token in the address or by its signature")
    func shippoKnownToken() async throws {
        try await GatewayWorld.lend(Self.settings, up: []) { world async throws in
            try await Self.prepare(world.broker)
            let body = Data(
                #"{"event":"track_updated","test":true,"data":{"carrier":"usps","tracking_number":"9205"}}"#.utf8)
            func post(_ target: String, _ headers: [String: String] = [:]) async throws -> Int {
                try await world.ask("POST", target, key: nil, headers: headers, bytes: body).status
            }
            #expect(try await post("/webhooks/shippo?token=the-token") == 200)
            let message = try #require(try await world.broker.take(from: "fulfillment.webhooks").first)
            #expect(message.routingKey == "gateway.shippo.track_updated")
            let webhook = try JSONDecoder().decode(WebhookReceived.self, from: message.payload)
            #expect(webhook.provider == .shippo && webhook.app == nil && webhook.payload == body)
            #expect(webhook.headers["authorization"] == nil)

            let field = WebhookHMAC(secret: Credential("shh")).sign(Array(body), at: Date())
            #expect(try await post("/webhooks/shippo", ["Shippo-Auth-Signature": field]) == 200)
            for (target, headers) in [
                ("/webhooks/shippo", [:]), ("/webhooks/shippo?token=other", [:]), ("/webhooks/shippo?token=", [:]),
                ("/webhooks/shippo", ["Shippo-Auth-Signature": "t=1,v1=00"]),
            ] as [(String, [String: String])] {
                let status = try await post(target, headers)
                #expect(status == 401 || (target.hasSuffix("=") && status == 400), "\(target)")
            }
        }
    }

    @Test("without secrets nobody is known")
    func withoutSecretsNobody() async throws {
        try await GatewayWorld.lend(up: []) { world async throws in
            let signed = try await post(world, Data(Self.body.utf8), ["Authorization": Self.signature])
            #expect(signed.status == 401)
            let token = try await world.ask("POST", "/webhooks/shippo?token=x", key: nil, body: "{}")
            #expect(token.status == 401)
        }
    }
}
