import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Accounts

/// Accounts with its roles, its database and its broker, and a gateway that asks it; all of one test's own.
struct AccountsWorld: Sendable {
    let broker: TestBroker
    let database: PostgresPool
    let client: RequestClient
    let messaging: Messaging

    static let template = TemplateDatabase.of("accounts", App.migrations)

    static func configuration(_ url: String) throws -> PostgresConfiguration {
        try PostgresConfiguration(url: url, schema: "accounts")
    }

    /// Queues in which tests find what Accounts publishes; the house's topology knows their future consumers.
    private static let heard = BrokerTopology(
        queues: [.quorum("test.settings"), .quorum("test.rates"), .quorum("test.links"), .quorum("test.lenders")],
        bindings: [
            .init(exchange: "shop.events", routingKey: SettingsChanged.name.rawValue, queue: "test.settings"),
            .init(exchange: "shop.events", routingKey: ExchangeRatesPublished.name.rawValue, queue: "test.rates"),
            .init(exchange: "shop.events", routingKey: SubjectChanged.name.rawValue, queue: "test.links"),
            .init(exchange: "shop.events", routingKey: LenderAdded.name.rawValue, queue: "test.lenders"),
        ])

    /// Runs Accounts while the body runs.
    static func run<Value: Sendable>(_ body: (AccountsWorld) async throws -> Value) async throws -> Value {
        try await withBroker { broker in
            try await template.withCopy { url in
                try await PostgresPool.lend(try configuration(TestRoles(of: "accounts", in: url).worker)) { pool in
                    try await AccountsWorld(broker, pool).serve(body)
                }
            }
        }
    }

    private init(_ broker: TestBroker, _ pool: PostgresPool) throws {
        let address = try AMQPConfiguration(url: broker.url)
        self.broker = broker
        database = pool
        client = try RequestClient(name: "gateway.test", broker: address, logger: silent)
        messaging = try Messaging(
            service: App.name, broker: address, database: pool,
            topology: Topology.broker(for: App.name).merging(Self.heard), router: Topology.route,
            lanes: Subscriptions.lanes(batch: 200), requests: Subscriptions.requests(),
            tenantRole: "accounts_tenant", logger: silent)
    }

    private func serve<Value: Sendable>(_ body: (AccountsWorld) async throws -> Value) async throws -> Value {
        try await serving([client, messaging]) {
            try await eventually("all connections are up") {
                messaging.troubles().isEmpty && client.troubles().isEmpty
            }
            return try await body(self)
        }
    }
}

// MARK: - Asking

/// Somebody with a key, as the gateway makes a caller of it.
struct Holder: Sendable {
    let secret: String
    let verified: KeyVerify.Reply

    var tenant: TenantID { verified.tenant }
    var caller: Caller { Caller(tenants: verified.tenants, actor: verified.actor) }
}

extension AccountsWorld {
    /// Asks as somebody, or as nobody.
    func ask<Question: Request>(
        _ question: Question, as holder: Holder? = nil, idempotencyKey: String? = nil
    ) async throws -> Question.Reply {
        try await client.ask(
            question, as: holder?.caller ?? Caller(tenants: [], actor: "gateway"), within: .seconds(60),
            idempotencyKey: idempotencyKey)
    }

    /// The refusal with which a question is answered; an issue when there is none.
    func refusal<Question: Request>(_ question: Question, as holder: Holder? = nil) async -> Refusal? {
        do {
            let reply = try await ask(question, as: holder)
            Issue.record("answered: \(reply)")
        } catch RequestTrouble.refused(let refusal) {
            return refusal
        } catch {
            Issue.record(error)
        }
        return nil
    }

    /// Rotates a key; the code of the refusal, nil when it was rotated.
    func rotationRefusal(_ key: KeyID, as holder: Holder) async -> String? {
        do {
            _ = try await ask(KeyRotate(key: key), as: holder)
            return nil
        } catch RequestTrouble.refused(let refusal) {
            return refusal.code
        } catch {
            return "\(error)"
        }
    }

    /// What a key opens now.
    func verify(_ secret: String) async throws -> KeyVerify.Reply {
        try await ask(KeyVerify(digest: hex(KeyText(text: secret).digest)))
    }

    /// A new agency, with a key that may do everything.
    func agency(_ name: String) async throws -> Holder {
        let text = try await Bootstrap(agency: name).run(messaging)
        return Holder(secret: text.text, verified: try await verify(text.text))
    }

    /// The same holder as the gateway sees it now, with the brands that have come since.
    func again(_ holder: Holder) async throws -> Holder {
        Holder(secret: holder.secret, verified: try await verify(holder.secret))
    }

    /// All that a brand's key may do.
    static let brandScopes = AccessScope.allCases.filter(KeyRules.allowed(to: .brand).contains)

    /// A key of a tenant with some scopes.
    func key(
        of tenant: TenantID, _ scopes: [AccessScope] = Self.brandScopes, from holder: Holder
    ) async throws -> Holder {
        let new = try await ask(KeyCreate(tenant: tenant, name: "key", scopes: scopes), as: holder)
        let secret = try #require(new.secret)
        return Holder(secret: secret, verified: try await verify(secret))
    }

    /// What was published to one of the test's queues so far, oldest first.
    func events<Event: Message>(_ type: Event.Type, from queue: String, count: Int) async throws -> [Event] {
        try await eventually("\(count) messages are in \(queue)") { try await broker.queue(queue)?.ready == count }
        return try await broker.take(count, from: queue).map { try JSONDecoder().decode(Event.self, from: $0.payload) }
    }
}

/// Lower-case hexadecimal digits.
func hex(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
    }.joined()
}
