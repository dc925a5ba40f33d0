import AMQP
import Contracts
import Logging
import Messaging
import ServiceKit
import ServiceLifecycle

/// What the gateway is made of, put together from its settings.
struct Parts: Sendable {
    private let requests: RequestClient
    private let webhooks: AMQPPublisher
    private let live: LiveQueue
    private let gateway: Gateway
    private let gatekeeper: Gatekeeper
    private let proxies: Int

    /// Connects.
    ///
    /// - Parameter instance: names the queues of this instance: `gateway.<instance>.replies` and `.live`.
    init(_ config: Config, _ broker: AMQPConfiguration, instance: String, logger: Logger) throws {
        let secret = config.sessionKey.reveal()
        guard let sessions = SessionSeal(secret: secret, isSecure: config.hasSecureCookies) else {
            throw ConfigurationError(key: "GATEWAY_SESSION_KEY", "must be base64 of 32 bytes.")
        }
        requests = try RequestClient(name: "gateway.\(instance)", broker: broker, logger: logger)
        webhooks = try AMQPPublisher(
            broker.named("gateway webhooks"), topology: Topology.broker(for: "gateway"), capacity: 10_000,
            logger: logger)
        let hub = LiveHub(mostOfKey: config.views)
        live = try LiveQueue(instance: instance, broker: broker, hub: hub, logger: logger)
        let keys = KeyRing(requests)
        gateway = Gateway(
            requests: requests, keys: keys, sessions: sessions, webhooks: WebhookDoor(config.locks, webhooks),
            live: hub, logger: logger)
        gatekeeper = Gatekeeper(
            keys: keys, sessions: sessions,
            limits: RateLimits(.init(burst: config.burst, perSecond: Double(config.rate))),
            strangers: RateLimits(.init(burst: config.strangerBurst, perSecond: Double(config.strangerRate))))
        proxies = config.proxies
    }

    /// What runs, in the order in which it starts.
    var services: [any Service] { [Farewell(publisher: webhooks), requests, live] }

    /// What answers requests.
    func responder(_ page: PageFiles, version: String) throws -> Responder {
        Responder(
            table: try RouteTable.all(page: page, version: version), gateway: gateway,
            gatekeeper: gatekeeper, proxies: proxies)
    }

    /// Why it is not ready; empty when all connections are up.
    func troubles() -> [String] {
        let own = [("webhooks", webhooks.health), ("live", live.health)].compactMap { name, health in
            health.condition == .up ? nil : "\(name): \(health.condition)"
        }
        return requests.troubles() + own
    }
}

/// Lets the publisher of webhooks finish, after the server has ended.
private struct Farewell: Service {
    let publisher: AMQPPublisher

    func run() async throws {
        try? await gracefulShutdown()
        await publisher.close()
    }
}
