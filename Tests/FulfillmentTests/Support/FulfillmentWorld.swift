import AMQP
import Contracts
import Foundation
import Messaging
import Outbound
import Postgres
import ServiceLifecycle
import Shippo
import TestKit

@testable import Fulfillment

/// The whole service on its own broker and database, against the sandbox's Shippo, and a gateway that asks it.
struct FulfillmentWorld: Sendable {
    let broker: TestBroker
    let database: PostgresPool
    let client: RequestClient
    let partner: Partner
    let messaging: Messaging
    private let parts: [any Service]

    /// Queues in which tests find what Fulfillment says.
    private static let heard = BrokerTopology(
        queues: [.quorum("test.ship"), .quorum("test.fix")],
        bindings: [
            .init(exchange: "shop.events", routingKey: OrderShip.name.rawValue, queue: "test.ship"),
            .init(exchange: "shop.events", routingKey: TrackingFix.name.rawValue, queue: "test.fix"),
        ])

    static func run(_ body: @escaping @Sendable (FulfillmentWorld) async throws -> Void) async throws {
        try await Partner.run { partner in
            try await withBroker { broker in
                try await Room.template.withCopy { url in
                    let address = try TestRoles(of: "fulfillment", in: url).worker
                    let pool = PostgresPool(try Room.configuration(address), logger: silent)
                    let world = try FulfillmentWorld(pool, broker, partner)
                    let result = await outcome { try await world.serve(body) }
                    await pool.close()
                    try result.get()
                }
            }
        }
    }

    private init(_ pool: PostgresPool, _ broker: TestBroker, _ partner: Partner) throws {
        self.broker = broker
        self.partner = partner
        database = pool
        let address = try AMQPConfiguration(url: broker.url)
        let queue = WorkQueue(pool)
        let vault = try Room.vault()
        let recipients = RecipientStore(vault: vault)
        let facts = OrderFactHandler(recipients: recipients, queue: queue, usual: nil)
        messaging = try Messaging(
            service: App.name, broker: address, database: pool,
            topology: Topology.broker(for: App.name).merging(Self.heard), router: Topology.route,
            lanes: Subscriptions.lanes(.init(facts: facts, queue: queue), batch: 200),
            requests: Subscriptions.requests(Counter(usual: nil, queue: queue)), vault: vault,
            tenantRole: "fulfillment_tenant",
            logger: silent)
        let shippo = ShippoClient(http: HTTPClient(), token: .init("shippo_live_sandbox"), base: partner.address)
        let office = Office(
            database: pool, messaging: messaging, shippo: shippo, recipients: recipients, queue: queue)
        let worker = try Worker(
            queue, messaging, kinds: Subscriptions.work(office), poll: .milliseconds(20), logger: silent)
        client = try RequestClient(name: "gateway.test", broker: address, logger: silent)
        parts = [client, messaging, worker]
    }

    private func serve(_ body: @Sendable (FulfillmentWorld) async throws -> Void) async throws {
        try await serving(parts) {
            try await eventually("all connections are up") {
                messaging.troubles().isEmpty && client.troubles().isEmpty
            }
            try await body(self)
        }
    }

    // MARK: Speaking

    /// Says something to the service as another one would.
    func say<Body: Message>(_ body: Body, tenant: TenantID = Names.tenant) async throws {
        try await messaging.transact { try $0.publish([Draft(body, tenant: tenant)]) }
    }

    /// Passes a webhook of Shippo's on, as the gateway does.
    func ring(about number: String) async throws {
        let bell = WebhookReceived(
            provider: .shippo, app: nil, headers: [:], payload: partner.webhook(tracking: number),
            receivedAt: partner.now)
        let isRouted = try await broker.publish(
            try JSONEncoder().encode(bell), to: "shop.webhooks", key: "gateway.shippo.track_updated",
            properties: ["message_id": .string(UUID.v7().text), "type": .string(WebhookReceived.name.rawValue)])
        if !isRouted { throw NobodyHears() }
    }

    /// No queue is bound to where a message went.
    struct NobodyHears: Error {}

    func ask<Question: Request>(
        _ question: Question, as tenants: [TenantID] = [Names.tenant], idempotencyKey: String? = nil
    ) async throws -> Question.Reply {
        try await client.ask(
            question, as: Caller(tenants: tenants, actor: "sk_test"), within: .seconds(60),
            idempotencyKey: idempotencyKey)
    }

    /// The code with which a question is refused; nil when it is answered.
    func refusal<Question: Request>(_ question: Question, as tenants: [TenantID] = [Names.tenant]) async throws
        -> String?
    {
        do {
            _ = try await ask(question, as: tenants)
            return nil
        } catch RequestTrouble.refused(let refusal) {
            return refusal.code
        }
    }

    /// Messages from one of the test's queues.
    func heard<Body: Message>(_ type: Body.Type, in queue: String, count: Int = 1) async throws -> [Body] {
        try await eventually(within: .seconds(60), "\(count) messages are in \(queue)") {
            try await broker.queue(queue)?.ready == count
        }
        return try await broker.take(count, from: queue).map { try JSONDecoder().decode(Body.self, from: $0.payload) }
    }

    /// The catalogue of a brand whose shop may sell and ship.
    func open(_ tenant: TenantID = Names.tenant) async throws {
        try await say(connection, tenant: tenant)
        try await say(warehouse, tenant: tenant)
        try await say(product, tenant: tenant)
    }
}
