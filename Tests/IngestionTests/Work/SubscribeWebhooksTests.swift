import Contracts
import Foundation
import Messaging
import TestKit
import Testing

@testable import Ingestion
@testable import TikTokShop

/// Where a shop's webhooks go, when an address is set for them.
@Suite(.timeLimit(.minutes(3)))
struct SubscribeWebhooksTests {
    private static let address = "https://shop.example/webhooks/tiktok"
    private static let all = Set(WebhookTopic.operations.map(\.rawValue))

    @Test("every kind that is needed is subscribed to once; one that goes elsewhere is fetched back")
    func subscribes() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let known = Notes<[String: String]>()
            bench.channel.on(.listWebhooks) { _ in
                ["webhooks": known.all.map { $0.merging(["create_time": "1767225600"]) { own, _ in own } }]
            }
            bench.channel.on(.subscribeWebhook) { _ in [:] as [String: String] }

            try await Self.run(bench, shop)
            let first = try Self.sent(bench)
            #expect(Set(first.keys) == Self.all && Set(first.values) == [Self.address])
            #expect(bench.channel.count(.subscribeWebhook) == Self.all.count)

            // Two are there, one of them goes to another address, and one is nobody's business of ours.
            known.add(["event_type": "ORDER_STATUS_CHANGE", "address": Self.address])
            known.add(["event_type": "PACKAGE_UPDATE", "address": "https://elsewhere.example/"])
            known.add(["event_type": "SOMETHING_NEW", "address": Self.address])
            try await Self.run(bench, shop)
            #expect(bench.channel.count(.subscribeWebhook) == 2 * Self.all.count - 1)
            let second = try Self.sent(bench, after: Self.all.count)
            #expect(Set(second.keys) == Self.all.subtracting(["ORDER_STATUS_CHANGE"]))

            for topic in Self.all.subtracting(["ORDER_STATUS_CHANGE"]) {
                known.add(["event_type": topic, "address": Self.address])
            }
            try await Self.run(bench, shop)
            #expect(bench.channel.count(.subscribeWebhook) == 2 * Self.all.count - 1, "all are there")
            #expect(bench.channel.count(.listWebhooks) == 3)
        }
    }

    @Test("without an address the channel is not asked: webhooks go where Partner Center says")
    func none() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            try await Self.run(bench, shop, address: nil)
            #expect(bench.channel.calls.isEmpty)
        }
    }

    private static func run(_ bench: Bench, _ shop: Connection, address: String? = address) async throws {
        var desk = bench.desk
        desk.settings.webhookAddress = address
        try await bench.queue.enqueue([
            WorkItem(SubscribeWebhooks.self, tenant: shop.tenant, key: shop.shop.description, shop: shop.shop)
        ])
        try await bench.work([SubscribeWebhooks(desk: desk)])
    }

    /// What was subscribed to, by kind: where it is sent.
    private static func sent(_ bench: Bench, after skipped: Int = 0) throws -> [String: String] {
        let bodies = bench.channel.calls.filter { $0.name == Endpoint.subscribeWebhook.name }.dropFirst(skipped)
        return try bodies.reduce(into: [:]) { sent, call in
            let body = try JSONDecoder().decode([String: String].self, from: Data(call.body.utf8))
            sent[body["event_type"] ?? ""] = body["address"]
        }
    }
}
