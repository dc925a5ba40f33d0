import Contracts
import NIOCore

/// Live views.
enum LiveRoutes {
    static let routes = [
        Route(
            .get, "/v1/events", "events",
            "Says that something changed, and what kind of thing; read it again. At most four notices a second.",
            .anyKey,
            gives: .bytes(
                "text/event-stream", "`open`, then `change` or `gap` events with counts by kind, and heartbeats.")
        ) { call in
            let visitor = try call.known()
            let tenants = try call.value(Query.tenant).map { [$0] } ?? visitor.tenants
            guard tenants.allSatisfy(visitor.tenants.contains) else {
                throw Problem(.forbidden, code: "otherTenant", "the key does not open this tenant", field: "/tenant")
            }
            let channel = call.channel
            let (id, wakes) = try join(call.gateway.live, visitor.key, tenants) { channel.close(promise: nil) }
            return LiveStream(call: call, id: id, wakes: wakes).answer
        }
    ]

    private static func join(
        _ hub: LiveHub, _ key: KeyID, _ tenants: [TenantID], cut: @escaping @Sendable () -> Void
    ) throws(Problem) -> (LiveHub.WatcherID, AsyncStream<Void>) {
        do {
            return try hub.join(key, tenants, cut: cut)
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
