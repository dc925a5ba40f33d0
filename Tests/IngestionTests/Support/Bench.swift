import AMQP
import Contracts
import Crypto
import Foundation
import Outbound
import Postgres
import Synchronization
import TestKit
import Testing

@testable import Ingestion
@testable import Messaging
@testable import TikTokShop

/// A database with the service's tables, a channel that answers by script, and what tests do with both.
struct Bench: Sendable {
    let database: PostgresPool
    let queue: WorkQueue
    let channel: ScriptedChannel
    let desk: ChannelDesk
    /// As an administrator reaches it.
    let url: String

    static let tenant = TenantID.mint()
    static let otherTenant = TenantID.mint()

    private static let migrated = TemplateDatabase.of("ingestion", App.migrations)

    static func configuration(_ url: String) throws -> PostgresConfiguration {
        try PostgresConfiguration(url: url, schema: "ingestion")
    }

    /// A key as settings have it.
    static func vault(_ byte: UInt8) throws -> Vault {
        try #require(Vault("k\(byte):\(Data(repeating: byte, count: 32).base64EncodedString())"))
    }

    static func run<Value: Sendable>(_ body: (Bench) async throws -> Value) async throws -> Value {
        try await migrated.withCopy { url in
            // As the worker, so that what it lacks is noticed here.
            let worker = try TestRoles(of: "ingestion", in: url).worker
            return try await PostgresPool.lend(try configuration(worker)) { database in
                let (queue, channel) = (WorkQueue(database), ScriptedChannel())
                let desk = ChannelDesk(
                    database: database, channel: channel,
                    accounts: AccountStore(access: try vault(1), refresh: try vault(2)),
                    orders: OrderStore(vault: try vault(3)), queue: queue,
                    buyerKey: SymmetricKey(data: Data("test".utf8)), settings: WorkSettings())
                return try await body(Bench(database: database, queue: queue, channel: channel, desk: desk, url: url))
            }
        }
    }

    /// Lends connections of the schema's owner, who has every right but is held by row level security.
    func asOwner<Value: Sendable>(_ body: (PostgresPool) async throws -> Value) async throws -> Value {
        let address = try TestRoles(of: "ingestion", in: url).owner
        return try await PostgresPool.lend(try Self.configuration(address), size: 1, body)
    }

    // MARK: Connections

    /// Connects a shop as a callback would, without the work that begins with it.
    @discardableResult
    func connect(
        _ channelShop: String = "7495", tenant: TenantID = Bench.tenant, region: String = "US",
        openID: String = "open-1",
        expiresIn seconds: Double = 604_800
    ) async throws -> Connection {
        let account = UUID.v7()
        let grant = try Samples.decode(
            TokenGrant.self, ScriptedChannel.grant(openID: openID, expiresIn: seconds))
        let connection = Connection(
            tenant: tenant, shop: .mint(), account: account, channelShop: channelShop, cipher: "ROW_demo",
            title: "Demo", region: region,
            connectedAt: Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down)))
        var pipeline = Pipeline()
        try desk.accounts.save(grant, id: account, tenant: tenant, &pipeline)
        ConnectionStore.save([connection], &pipeline)
        pipeline.run("UPDATE accounts SET granted_at = now() - interval '1 hour' WHERE id = \(account)")
        try await database.send(pipeline)
        return connection
    }

    // MARK: Requests

    /// Asks a handler as somebody, under the role of requests.
    func ask<H: RequestHandler>(
        _ handler: H, _ question: H.Question, as tenants: [TenantID] = [Bench.tenant], key: String? = nil
    ) async throws -> H.Question.Reply {
        let cause = Metadata(name: H.Question.name)
        let desk = Desk(
            caller: Caller(tenants: tenants, actor: "shop_test"), messaging: try messaging(), cause: cause,
            deadline: Date() + 60, idempotencyKey: key,
            fingerprint: Desk.fingerprint(cause, Array(try JSONEncoder().encode(question))), role: "ingestion_tenant")
        return try await handler.answer(Received(cause, question), desk)
    }

    /// The refusal with which a question is answered; an issue when there is none.
    func refusal<H: RequestHandler>(
        _ handler: H, _ question: H.Question, as tenants: [TenantID] = [Bench.tenant]
    ) async -> Refusal? {
        do {
            let reply = try await ask(handler, question, as: tenants)
            Issue.record("answered: \(reply)")
        } catch let refusal as Refusal {
            return refusal
        } catch {
            Issue.record(error)
        }
        return nil
    }

    // MARK: Handlers

    /// Runs a batch through a handler as a lane would, without the broker: answers what became of each message.
    func handle<H: Handler>(_ handler: H, _ messages: [Received<H.Body>]) async throws -> [(Outcome, [Draft])] {
        try await Self.handle(handler, messages, on: database)
    }

    static func handle<H: Handler>(
        _ handler: H, _ messages: [Received<H.Body>], on database: PostgresPool
    ) async throws -> [(Outcome, [Draft])] {
        try await handler.run(messages, on: database).map { ($0.outcome, $0.events) }
    }

    // MARK: Work

    /// Runs a worker until nothing is left to do at once.
    func work(
        _ kinds: [any WorkKind]? = nil, within patience: Duration? = nil, until: (() async throws -> Bool)? = nil
    ) async throws {
        let messaging = try messaging()
        let worker = try Worker(
            queue, messaging, kinds: kinds ?? Subscriptions.work(desk), name: "tester", poll: .milliseconds(20),
            logger: silent)
        try await serving([worker]) {
            try await eventually(within: patience ?? .seconds(60), "the work is done") {
                if let until { return try await until() }
                return try await database.first(
                    "SELECT count(*) FROM work WHERE state IN ('ready', 'leased')", as: Int.self) == 0
            }
        }
    }

    /// Runs a worker while the body runs; answers what it answers.
    func working<Value>(
        _ kinds: [any WorkKind]? = nil, _ body: @escaping () async throws -> Value
    ) async throws -> Value? {
        var result: Result<Value, any Error>?
        try await work(
            kinds,
            until: {
                do { result = .success(try await body()) } catch { result = .failure(error) }
                return true
            })
        return try result?.get()
    }

    /// Messaging without a broker: what is sent stays in the outbox.
    func messaging() throws -> Messaging {
        try Messaging(
            service: "ingestion", broker: AMQPConfiguration(url: "amqp://guest:guest@127.0.0.1:9/"),
            database: database, router: Topology.route, lanes: [], vault: desk.orders.vault,
            drainDeadline: .milliseconds(100), logger: silent)
    }

    /// The same for a pool of a process of its own, whose end nobody waits for.
    static func mute(_ pool: PostgresPool) throws -> Messaging {
        try Messaging(
            service: "ingestion", broker: AMQPConfiguration(url: "amqp://guest:guest@127.0.0.1:9/"), database: pool,
            router: Topology.route, lanes: [], drainDeadline: .zero,
            logger: silent)
    }

    /// What was sent, oldest first.
    func sent<Body: Message>(_ type: Body.Type) async throws -> [Body] {
        let rows = try await database.rows(
            "SELECT id, body, sealed_key FROM told WHERE type = \(Body.name.rawValue) ORDER BY id",
            as: (UUID, [UInt8], String?).self)
        return try rows.map { id, body, key in
            let sealed = key.map { Vault.Sealed(bytes: body, key: $0) }
            let open = try sealed.map { try desk.orders.vault.open($0, for: Outgoing.place(id)) }
            return try JSONDecoder().decode(Body.self, from: open ?? Data(body))
        }
    }

    /// The work of a kind: key and state.
    func work(of kind: any WorkKind.Type) async throws -> [String] {
        try await database.rows(
            "SELECT key || ' ' || state FROM work WHERE kind = \(kind.name) ORDER BY key", as: String.self)
    }

    func count(_ table: String) async throws -> Int {
        try await database.first("SELECT count(*) FROM \(identifier: table)", as: Int.self) ?? 0
    }
}

/// A channel that answers as a test says, by the name of the call, and remembers what it was asked.
final class ScriptedChannel: Channel {
    /// A call as it came.
    struct Call: Sendable {
        let name: String
        let path: [String]
        let query: [String: String]
        let body: String
    }

    /// Answers a call with the `data` of a reply, or throws.
    typealias Answer = @Sendable (Call) throws -> Any

    private struct State {
        var answers: [String: Answer] = [:]
        var calls: [Call] = []
    }

    private let state = Mutex(State())

    /// Says how calls of an endpoint are answered.
    func on(_ endpoint: Endpoint, _ answer: @escaping Answer) {
        state.withLock { $0.answers[endpoint.name] = answer }
    }

    /// What was asked so far.
    var calls: [Call] { state.withLock { $0.calls } }

    /// How often an endpoint was called.
    func count(_ endpoint: Endpoint) -> Int { calls.count { $0.name == endpoint.name } }

    /// How often tokens were renewed.
    var renewals: Int { calls.count { $0.name == "token refresh" } }

    func send<C: TikTokShopCall>(_ call: C, as access: ShopAccess) async throws -> C.Reply {
        let body = try call.body.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) } ?? ""
        let query = Dictionary(call.query.map { ($0.name, $0.value) }) { first, _ in first }
        return try answer(
            Call(name: C.endpoint.name, path: call.pathArguments, query: query, body: body), C.endpoint)
    }

    func grant(code: Credential) async throws -> TokenGrant {
        try answer(Call(name: "token get", path: [code.reveal()], query: [:], body: ""), .token("get"))
    }

    func grant(refreshing token: Credential) async throws -> TokenGrant {
        try answer(Call(name: "token refresh", path: [token.reveal()], query: [:], body: ""), .token("refresh"))
    }

    func document(at url: String) async throws -> Document {
        Document(bytes: Array("%PDF-demo".utf8), mediaType: "application/pdf")
    }

    private func answer<Reply: Decodable>(_ call: Call, _ endpoint: Endpoint) throws -> Reply {
        let answer = state.withLock { state in
            state.calls.append(call)
            return state.answers[call.name] ?? state.answers[endpoint.name]
        }
        guard let answer else { throw Self.error(.business, endpoint, "not scripted: \(call.name)") }
        return try Samples.decode(Reply.self, try answer(call))
    }

    /// An error of the channel's.
    static func error(
        _ kind: TikTokShopError.Kind, _ endpoint: Endpoint, _ message: String = "scripted"
    ) -> TikTokShopError {
        TikTokShopError(kind: kind, endpoint: endpoint, message: message)
    }

    /// The answer of a token call.
    static func grant(
        openID: String = "open-1", access: String = "ROW_access", refresh: String = "ROW_refresh",
        expiresIn seconds: Double = 604_800, scopes: [String] = ["seller.order.info", "seller.return_refund.basic"]
    ) -> [String: any Sendable] {
        let now = Date().timeIntervalSince1970
        return [
            "access_token": access, "access_token_expire_in": Int(now + seconds), "refresh_token": refresh,
            "refresh_token_expire_in": Int(now + 31_536_000), "open_id": openID, "seller_name": "Demo Seller",
            "seller_base_region": "US", "user_type": 0, "granted_scopes": scopes,
        ]
    }
}
