import AMQP
import Contracts
import Foundation
import Outbound
import Postgres
import Shippo
import TestKit
import Testing

@testable import Fulfillment
@testable import Messaging

/// A database of Fulfillment's with its roles, the sandbox's Shippo, and handlers and work on both, without a broker:
/// what is sent stays in the outbox.
struct Room: Sendable {
    let database: PostgresPool
    let office: Office
    let partner: Partner
    /// The database's address for the role that owns its tables.
    private let owner: String

    // Partitions are the worker's to make.
    static let template = TemplateDatabase.of("fulfillment", App.migrations)

    static func configuration(_ url: String) throws -> PostgresConfiguration {
        try PostgresConfiguration(url: url, schema: "fulfillment")
    }

    static func vault() throws -> Vault {
        try #require(Vault("k1:\(Data(repeating: 7, count: 32).base64EncodedString())"))
    }

    /// Lends a room; the shop is connected, its warehouse and product are known.
    ///
    /// - Parameter change: Changes what the partner says.
    static func lend(
        settings: OfficeSettings = OfficeSettings(), altering change: Mirror.Change? = nil,
        _ body: @escaping @Sendable (Room) async throws -> Void
    ) async throws {
        try await Partner.run { partner in
            guard let change else { return try await lend(partner, at: partner.address, settings, body) }
            try await Mirror.run(before: partner.address, change) { address in
                try await lend(partner, at: address, settings, body)
            }
        }
    }

    private static func lend(
        _ partner: Partner, at address: String, _ settings: OfficeSettings,
        _ body: @escaping @Sendable (Room) async throws -> Void
    ) async throws {
        try await template.withCopy { url in
            let roles = try TestRoles(of: "fulfillment", in: url)
            try await PostgresPool.lend(try configuration(roles.worker)) { pool in
                let room = try Room(pool, owner: roles.owner, partner, at: address, settings)
                try await room.stock()
                try await body(room)
            }
        }
    }

    private init(
        _ pool: PostgresPool, owner: String, _ partner: Partner, at address: String, _ settings: OfficeSettings
    ) throws {
        database = pool
        self.owner = owner
        self.partner = partner
        let messaging = try Messaging(
            service: "fulfillment", broker: AMQPConfiguration(url: "amqp://guest:guest@127.0.0.1:9/"), database: pool,
            router: Topology.route, lanes: [], drainDeadline: .milliseconds(100), logger: silent)
        office = Office(
            database: pool, messaging: messaging,
            shippo: ShippoClient(http: HTTPClient(), token: .init("shippo_live_sandbox"), base: address),
            recipients: RecipientStore(vault: try Self.vault()), queue: WorkQueue(pool), settings: settings,
            now: { partner.now })
    }

    /// Lends a connection of who owns the tables.
    func asOwner(_ body: (PostgresPool) async throws -> Void) async throws {
        try await PostgresPool.lend(try Self.configuration(owner), size: 1, body)
    }

    private func stock() async throws {
        try await handle(ConnectionChangedHandler(queue: office.queue), [connection])
        try await handle(WarehouseSyncedHandler(queue: office.queue), [warehouse])
        try await handle(ProductSyncedHandler(queue: office.queue), [product])
    }

    // MARK: Handlers

    var facts: OrderFactHandler {
        OrderFactHandler(
            recipients: office.recipients, queue: office.queue, usual: office.settings.usual, now: { partner.now })
    }

    /// Facts in one batch.
    @discardableResult
    func hear(_ facts: OrderFact..., tenant: TenantID = Names.tenant) async throws -> [Outcome] {
        try await handle(self.facts, facts, tenant: tenant)
    }

    /// Runs a handler over messages in one transaction, as a lane does, and answers what became of each.
    @discardableResult
    func handle<H: Handler>(
        _ handler: H, _ bodies: [H.Body], tenant: TenantID? = Names.tenant
    ) async throws -> [Outcome] {
        let messages = bodies.map { Received(Metadata(name: "test", tenant: tenant), $0) }
        let writer = office.messaging.writer
        return try await handler.run(messages, on: database) { handled, pipeline in
            for (decision, message) in zip(handled, messages) {
                writer.write(try writer.seal(decision.events, cause: message.metadata), &pipeline)
            }
        }.map(\.outcome)
    }

    /// A webhook of Shippo's comes in.
    func ring(_ payload: Data, times: Int = 1) async throws {
        let bell = WebhookReceived(
            provider: .shippo, app: nil, headers: [:], payload: payload, receivedAt: partner.now)
        let outcomes = try await handle(
            WebhookReceivedHandler(queue: office.queue), Array(repeating: bell, count: times), tenant: nil)
        #expect(outcomes.allSatisfy { $0 == .done })
    }

    // MARK: Work

    /// Runs a worker until something holds. Work that rests is due at once when `isHurried`.
    func work(_ what: String, isHurried: Bool = false, until holds: @Sendable () async throws -> Bool) async throws {
        if isHurried { try await hurry() }
        let worker = try Worker(
            office.queue, office.messaging, kinds: Subscriptions.work(office), name: "tester",
            poll: .milliseconds(20), logger: silent)
        let result = await outcome {
            try await serving([worker]) { try await eventually(within: .seconds(60), what, holds) }
        }
        if case .failure = result { Issue.record("work that is left: \(try await left())") }
        try result.get()
    }

    /// The rows of work, for a test that waited in vain.
    private func left() async throws -> [String] {
        try await database.rows(
            """
            SELECT concat_ws(' ', kind, state, attempt, due_at - now(), last_reason, last_detail) FROM work
            UNION ALL SELECT concat_ws(' ', b.*) FROM work_budgets b
            UNION ALL SELECT state || ' ' || body::text FROM shipments
            """, as: String.self)
    }

    /// Runs a worker until nothing is left that may be done now.
    func work(isHurried: Bool = false) async throws {
        try await work("the work is done", isHurried: isHurried) {
            let waiting = try await database.first(
                """
                SELECT count(*) FROM work
                WHERE state IN ('ready', 'leased') OR state = 'waiting' AND due_at < now()
                """, as: Int.self)
            return waiting == 0
        }
    }

    private func hurry() async throws {
        try await database.run("UPDATE work SET due_at = now() - interval '1 s' WHERE state = 'waiting'")
        try await database.run("UPDATE work_lines SET due_at = now() - interval '1 s', free_at = '-infinity'")
        try await database.run("UPDATE work_tenants SET turn_at = now() - interval '1 s'")
    }

    // MARK: Looking

    /// The shipment of an order.
    func shipment(_ order: OrderID = Names.order) async throws -> Shipment {
        try #require(
            try await database.rows(
                """
                SELECT tenant_id, order_id, shipment_id, created_at, body FROM shipments
                WHERE order_id = \(order.uuid)
                """, BookStore.decodeShipment
            ).first)
    }

    /// What was sent, oldest first.
    func sent<Body: Message>(_ type: Body.Type) async throws -> [Body] {
        let bodies = try await database.rows(
            "SELECT body FROM told WHERE type = \(Body.name.rawValue) ORDER BY id", as: [UInt8].self)
        return try bodies.map { try JSONDecoder().decode(Body.self, from: Data($0)) }
    }

    func count(_ table: String, _ condition: SQL = "true") async throws -> Int {
        try await database.first("SELECT count(*) FROM \(identifier: table) WHERE \(condition)", as: Int.self) ?? 0
    }

    /// A shipment that has all it needs, and is told so.
    func order(_ id: OrderID = Names.order, street: String = "500 Pine St") async throws {
        try await hear(
            .order(FulfillmentTests.order(id)), .recipient(recipient(id, street: street)), .reserved(reserved(id)))
    }
}
