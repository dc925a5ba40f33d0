import Foundation
import PlatformKit
import TestKit

/// Orders of one tenant that come all at once, most of them for one SKU.
///
/// The channel sells them in silence; then their webhooks are posted as fast as they are taken in, beside those that
/// the channel itself sends of all others.
struct Burst: Sendable {
    /// What became of its webhooks.
    struct Outcome: Sendable {
        let webhooks: Int
        let perSecond: Double
        /// Answers other than 200.
        let refused: Int
        /// Seconds from the first webhook until the last order was read at the channel.
        let read: Double
    }

    private let platform: Platform
    private let tenant: String
    private let webhooks: [WebhookPosts.Post]
    /// Orders that are sold.
    let orders: Int
    /// How many of them are for the viral SKU.
    let viral: Int
    private let before: Int

    /// How many orders each of so many shops sells, of the viral SKU and of others.
    static func shares(_ orders: Int, shops: Int, of units: Int) -> [(viral: Int, plain: Int)] {
        (0..<shops).map { shop in
            let all = orders / shops + (shop < orders % shops ? 1 : 0)
            // A shop cannot sell more than its shelf shows.
            let viral = min(Int((Double(all) * Fairness.viralShare).rounded()), units)
            return (viral, all - viral)
        }
    }

    /// Has the orders sold while no webhook is sent.
    static func sell(_ orders: Int, in crowd: Crowd, _ till: Till) async throws -> Burst {
        let platform = till.platform
        let shops = crowd.star.shops
        let before = try await known(crowd.star.tenant, on: platform)
        var sold: [[String]] = []
        var viral = 0
        try await platform.sandbox.post("/apps/operations/webhook", ["url": .null])
        for (shop, share) in zip(shops, shares(orders, shops: shops.count, of: Crowd.units)) {
            let wanted = try await till.sell(share.viral, of: Crowd.viral, in: shop)
            viral += wanted.count
            sold.append(try await wanted + till.sell(share.plain, plainOf: shop))
        }
        // Payments are announced as well.
        for shop in shops {
            try await eventually("what is sold is paid") {
                (try await platform.sandbox.read("/sales?shop=\(shop.id)"))["orders"]["UNPAID"].int == 0
            }
        }
        try await platform.sandbox.post(
            "/apps/operations/webhook", ["url": .string(platform.plan.gateway + "/webhooks/tiktok")])
        return Burst(
            platform: platform, tenant: crowd.star.tenant,
            webhooks: signed(sold, of: shops, secret: platform.plan.platform.appSecret),
            orders: sold.reduce(0) { $0 + $1.count }, viral: viral, before: before)
    }

    /// The webhooks of all shops, one of each in turn.
    static func signed(_ sold: [[String]], of shops: [Bazaar.Shop], secret: String) -> [WebhookPosts.Post] {
        let now = Int(Date().timeIntervalSince1970)
        let most = sold.map(\.count).max() ?? 0
        return (0..<most).flatMap { place in
            zip(shops, sold).enumerated().compactMap { number, pair in
                guard place < pair.1.count else { return nil }
                let bell = SignedWebhooks(
                    appKey: "sandbox_operations", secret: secret, shop: pair.0.id, orders: [pair.1[place]])
                let body = bell.body(place * shops.count + number, at: now)
                return WebhookPosts.Post(body: body, signature: bell.signature(body))
            }
        }
    }

    /// Posts the webhooks; returns when all orders are read.
    func post() async throws -> Outcome {
        let start = ContinuousClock.now
        let posted = try await WebhookPosts(url: platform.plan.gateway + "/webhooks/tiktok").post(webhooks)
        try await eventually(within: .seconds(1800), "all orders of the burst are read") {
            try await Self.known(tenant, on: platform) == before + orders
        }
        return Outcome(
            webhooks: webhooks.count, perSecond: Double(webhooks.count) / posted.seconds, refused: posted.refused,
            read: (ContinuousClock.now - start) / .seconds(1))
    }

    private static func known(_ tenant: String, on platform: Platform) async throws -> Int {
        try await platform.count("ingestion.orders WHERE tenant_id = '\(tenant)' AND version > 0")
    }
}
