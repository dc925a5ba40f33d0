/// Webhook subscriptions: one address per event type and shop.
enum SubscriptionAnswers {
    private struct Wish: Decodable {
        let eventType: String
        let address: String?
    }

    @Sendable static func set(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let wish = try call.body(Wish.self, TikTokError.invalidParameter)
        guard let address = wish.address, isUsable(address) else {
            throw TikTokError.invalidParameter("Invalid parameter: address (the sandbox sends to http and https)")
        }
        let key = try key(wish.eventType, call)
        let created = world.tiktok.subscriptions[key]?.created ?? world.now
        world.tiktok.subscriptions[key] = Subscription(address: address, created: created, updated: world.now)
        return [:]
    }

    /// The real one wants https, a domain and no port. Here plain http will do, too, since a development machine has
    /// neither a certificate nor a name.
    private static func isUsable(_ address: String) -> Bool {
        address.count <= 255 && HookAddress.isUsable(address)
    }

    @Sendable static func list(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let shop = try call.shop()
        let own = world.tiktok.subscriptions
            .filter { $0.key.appKey == call.pass.app.key && $0.key.shopID == shop.id }
            .sorted { $0.key.event < $1.key.event }
        return [
            "webhooks": .array(
                own.map { key, value in
                    [
                        "event_type": .string(key.event), "address": .string(value.address),
                        "create_time": .int(value.created.seconds), "update_time": .int(value.updated.seconds),
                    ]
                }),
            "total_count": .int(own.count),
        ]
    }

    @Sendable static func delete(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let wish = try call.body(Wish.self, TikTokError.invalidParameter)
        world.tiktok.subscriptions[try key(wish.eventType, call)] = nil
        return [:]
    }

    private static func key(_ event: String, _ call: TikTokCall) throws -> Subscription.Key {
        guard Topic.subscribable.contains(event) else {
            throw TikTokError.invalidParameter("Invalid parameter: event_type")
        }
        return Subscription.Key(appKey: call.pass.app.key, shopID: try call.shop().id, event: event)
    }
}
