import Contracts
import NIOCore

/// Live views.
enum LiveRoutes {
    static let routes = [
        Route(
            .get, "/v1/events", "events",
            "Says that something changed, and what kind of thing; read it again. At most four notices a second.",
            .anyKey,
            details: """
                Server-sent events (HTML Living Standard §9.2). The data of a `change` is an object of counts by kind, \
                such as `{"order":2}`; a `gap` says that some may have been missed, so that all is to be read again. \
                A key hears of what it may read: `order` takes `orders:read`, `stock` and `listing` take `stock:read`, \
                `shipment` takes `shipments:read`, `return` takes `returns:read`, `connection` takes \
                `connections:read`, `settings` takes `settings:read`, `action` takes `actions:read`.
                """,
            gives: .bytes(
                "text/event-stream", "`open`, then `change` or `gap` events with counts by kind, and heartbeats.")
        ) { call in
            let visitor = try call.known()
            let tenants = try call.value(Query.tenant).map { [$0] } ?? visitor.tenants
            guard tenants.allSatisfy(visitor.tenants.contains) else {
                throw Problem(.forbidden, code: "otherTenant", "the key does not open this tenant", field: "/tenant")
            }
            let channel = call.channel
            let (id, wakes) = try join(call.gateway.live, visitor, tenants) { channel.close(promise: nil) }
            return LiveStream(call: call, id: id, wakes: wakes).answer
        }
    ]

    private static func join(
        _ hub: LiveHub, _ visitor: Visitor, _ tenants: [TenantID], cut: @escaping @Sendable () -> Void
    ) throws(Problem) -> (LiveHub.WatcherID, AsyncStream<Void>) {
        do {
            return try hub.join(visitor.key, tenants, NewsKind.heard(with: visitor.scopes), cut: cut)
        } catch .tooManyOfKey(let most) {
            throw Problem(
                .tooMany, code: "tooManyViews", "a key may have \(most) live views at a time",
                headers: ["Retry-After": "10"])
        } catch {
            throw Problem(
                .unavailable, code: "tooManyViews", "the gateway has no room for another live view",
                headers: ["Retry-After": "10"])
        }
    }
}
