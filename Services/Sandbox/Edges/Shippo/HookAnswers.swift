/// Webhook registrations at Shippo.
enum HookAnswers {
    private struct Wish: Decodable {
        let url: String
        let event: String
        var active: Bool?
        var isTest: Bool?

        func check() throws {
            guard HookAddress.isUsable(url), url.count < 200 else {
                throw ShippoError.field("url", "Enter a valid URL.")
            }
            guard ShippoHook.events.contains(event) else {
                throw ShippoError.field("event", "\"\(event)\" is not a valid choice.")
            }
        }
    }

    @Sendable static func create(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        let wish = try call.body(Wish.self)
        try wish.check()
        let hook = ShippoHook(
            id: world.shippo.newID(), url: wish.url, event: wish.event, isActive: wish.active ?? true,
            isTest: wish.isTest ?? call.isTest, created: world.now, updated: world.now)
        world.shippo.hooks.enter(hook, id: hook.id)
        return json(hook)
    }

    @Sendable static func list(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        try call.list(world.shippo.hooks.newestFirst, publicURL: world.publicURL, json)
            .adding(["count": .int(world.shippo.hooks.count)])
    }

    @Sendable static func get(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        guard let hook = world.shippo.hooks[call.ids[0]] else { throw ShippoError.notFound }
        return json(hook)
    }

    @Sendable static func update(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        guard var hook = world.shippo.hooks[call.ids[0]] else { throw ShippoError.notFound }
        let wish = try call.body(Wish.self)
        try wish.check()
        hook.url = wish.url
        hook.event = wish.event
        hook.isActive = wish.active ?? hook.isActive
        hook.isTest = wish.isTest ?? hook.isTest
        hook.updated = world.now
        world.shippo.hooks.enter(hook, id: hook.id)
        return json(hook)
    }

    @Sendable static func delete(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        guard world.shippo.hooks[call.ids[0]] != nil else { throw ShippoError.notFound }
        world.shippo.hooks.remove(call.ids[0])
        return [:]
    }

    private static func json(_ hook: ShippoHook) -> JSON {
        [
            "object_id": .string(hook.id), "object_created": .string(hook.created.iso8601),
            "object_updated": .string(hook.updated.iso8601), "object_owner": .string(ShippoBooks.owner),
            "url": .string(hook.url), "event": .string(hook.event), "active": .bool(hook.isActive),
            "is_test": .bool(hook.isTest),
        ]
    }
}
