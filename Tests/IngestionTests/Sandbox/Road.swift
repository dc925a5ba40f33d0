import Contracts
import Foundation
import Messaging
import Outbound
import Postgres
import ServiceLifecycle
import Synchronization
import TestKit
import Testing

@testable import Ingestion
@testable import TikTokShop

/// A bench whose channel is the sandbox.
struct Road: Sendable {
    let bench: Bench
    let channel: LocalChannel
    let sink: HookSink
    /// Where the sink listens.
    let hooks: String
    let connect: Connect

    static let app = AppCredentials(
        key: "sandbox_operations", secret: Credential("sandbox_operations_secret"), serviceID: "7400000000000000001")

    /// The app that only reads.
    static let readingApp = AppCredentials(
        key: "sandbox_credit", secret: Credential("sandbox_credit_secret"), serviceID: "7400000000000000002")

    /// Runs sandbox and bench while the body runs.
    static func run(polling: Duration? = nil, _ body: @escaping @Sendable (Road) async throws -> Void) async throws {
        try await Bench.run { bench in
            let sink = HookSink()
            try await sink.listen { hooks in
                try await LocalChannel.run(hooks: hooks) { channel in
                    try await body(Road(bench, channel, (sink, hooks), polling))
                }
            }
        }
    }

    private init(_ bench: Bench, _ channel: LocalChannel, _ sink: (HookSink, String), _ polling: Duration?) {
        let hosts = Hosts(all: channel.base)
        var settings = bench.desk.settings
        settings.pollEvery = polling ?? settings.pollEvery
        let desk = Self.desk(bench, bench.database, hosts, settings)
        self.bench = Bench(
            database: bench.database, queue: bench.queue, channel: bench.channel, desk: desk, url: bench.url)
        self.channel = channel
        (self.sink, hooks) = sink
        connect = Connect(
            desk: desk, page: AuthorizationPage(app: Road.app, hosts: hosts),
            readingPage: AuthorizationPage(app: Road.readingApp, hosts: hosts))
    }

    private static func desk(
        _ bench: Bench, _ database: PostgresPool, _ hosts: Hosts, _ settings: WorkSettings
    ) -> ChannelDesk {
        let client = TikTokShopClient(http: HTTPClient(), app: app, hosts: hosts)
        return ChannelDesk(
            database: database, channel: TikTokChannel(client: client), accounts: bench.desk.accounts,
            orders: bench.desk.orders, queue: bench.queue, buyerKey: bench.desk.buyerKey, settings: settings,
            readingChannel: TikTokChannel(
                client: TikTokShopClient(http: HTTPClient(), app: readingApp, hosts: hosts)))
    }

    // MARK: The channel

    func admin(_ method: HTTPMethod, _ path: String, _ body: String = "") async throws -> [String: Any] {
        let data = try await channel.admin(method, path, body)
        return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }

    /// The demo shop.
    func shop() async throws -> String {
        let shops = try await admin(.get, "/shops")["shops"] as? [[String: Any]]
        return try #require(shops?.first?["id"] as? String)
    }

    /// Carries what the channel rings to the handler, as the gateway's messages would.
    func hear() async throws {
        let signatures = [PartnerApp.operations: Self.app, .credit: Self.readingApp].mapValues {
            WebhookSignature(appKey: $0.key, secret: $0.secret)
        }
        let handler = WebhookReceivedHandler(
            vault: bench.desk.orders.vault, signatures: signatures, queue: bench.queue)
        for hook in sink.take() {
            let signer = signatures.first { $0.value.verify(hook.authorization, body: hook.bytes) }
            let app = try #require(signer?.key)
            let webhook = WebhookReceived(
                provider: .tiktokShop, app: app.rawValue, headers: [:], payload: Data(hook.bytes),
                receivedAt: Instant(Date()))
            let body = try WebhookReceivedHandler.Body.decode(
                Array(try JSONEncoder().encode(webhook)), Metadata(name: WebhookReceived.name))
            let outcomes = try await bench.handle(handler, [Received(Metadata(name: WebhookReceived.name), body)])
            #expect(outcomes.map(\.0) == [.done])
        }
    }

    /// Places an order that the seller ships; answers the channel's id.
    func place(at shop: String) async throws -> String {
        let body = #"{"lines":[{"sku":"SRM-1","units":2}],"shipping":"SELLER","plan":{"pays_after_seconds":1}}"#
        let orders = try await admin(.post, "/shops/\(shop)/orders", body)["orders"] as? [[String: Any]]
        return try #require(orders?.first?["id"] as? String)
    }

    /// Whether we know an order.
    func knows(_ order: String) async throws -> Bool {
        try await !bench.ask(OrderListHandler(), OrderList(search: order)).orders.isEmpty
    }

    /// The shop as people see it.
    func record() async throws -> ConnectionRecord {
        let records = try await bench.ask(ConnectionListHandler(), ConnectionList())
        #expect(records.count == 1)
        return try #require(records.first)
    }

    // MARK: Connecting

    /// Connects a shop as its seller does.
    ///
    /// - Parameters:
    ///   - scopes: What the seller agrees to; nil: everything.
    ///   - kinds: What a worker does meanwhile; nil: everything.
    func connect(_ shop: String, scopes: [String]? = nil, through kinds: [any WorkKind]? = nil) async throws {
        let begun = try await bench.ask(
            ConnectionBeginHandler(connect: connect), ConnectionBegin(market: .unitedStates))
        let state = try #require(Self.parameters(begun.address)["state"])
        let finished = try await finish(shop, state: state, scopes: scopes, through: kinds)
        #expect(finished.tenant == Bench.tenant)
        // Every permission that the client knows of is one that the channel grants; it speaks of documented keys alone.
        let documented = ["seller.authorization.info", "seller.order.info", "seller.product.basic"]
        #expect((finished.advice == nil) == (scopes.map { Set(documented).isSubset(of: $0) } ?? true))
    }

    /// The seller authorizes again in Seller Center, from where no state comes back.
    func authorizeAgain(_ shop: String) async throws {
        let finished = try await finish(shop, state: nil, scopes: nil, through: nil)
        #expect(finished.tenant == Bench.tenant)
    }

    /// Lets the app that only reads see a shop, or a creator account.
    func grant(_ whom: [String: Any]) async throws -> ConnectionFinish.Reply {
        let begin = ConnectionBegin(
            market: .unitedStates, app: .credit, holder: whom["creator"] == nil ? .seller : .creator)
        let address = try await bench.ask(ConnectionBeginHandler(connect: connect), begin).address
        let wish = whom.merging(["app": "credit", "state": Self.parameters(address)["state"] ?? ""]) { $1 }
        let body = String(decoding: try JSONSerialization.data(withJSONObject: wish), as: UTF8.self)
        let redirect = try #require(try await admin(.post, "/authorizations", body)["redirect"] as? String)
        let handler = ConnectionFinishHandler(connect: connect, patience: .seconds(60))
        let question = ConnectionFinish(query: Self.parameters(redirect))
        let answer = try await bench.working([FinishConnection(desk: connect.desk)]) {
            try await bench.ask(handler, question, as: [])
        }
        return try #require(answer)
    }

    private func finish(
        _ shop: String, state: String?, scopes: [String]?, through kinds: [any WorkKind]?
    ) async throws -> ConnectionFinish.Reply {
        var wish: [String: Any] = ["app": "operations", "shop": shop]
        wish["state"] = state
        wish["scopes"] = scopes
        let body = String(decoding: try JSONSerialization.data(withJSONObject: wish), as: UTF8.self)
        let redirect = try #require(try await admin(.post, "/authorizations", body)["redirect"] as? String)
        let handler = ConnectionFinishHandler(connect: connect, patience: .seconds(60))
        let question = ConnectionFinish(query: Self.parameters(redirect))
        let answer = try await bench.working(kinds) { try await bench.ask(handler, question, as: []) }
        return try #require(answer)
    }

    private static func parameters(_ address: String) -> [String: String] {
        let items = URLComponents(string: address)?.queryItems ?? []
        return Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
    }

    // MARK: Dying

    /// Runs a worker that reads some pages and dies before it can write a word of the last ones: its database is gone,
    /// so that it cannot even give the job back.
    func die(over page: Int, _ kind: (ChannelDesk) -> any WorkKind) async throws {
        let address = try TestRoles(of: "ingestion", in: bench.url).worker
        let pool = PostgresPool(try Bench.configuration(address), logger: silent)
        let (queue, stuck) = (WorkQueue(pool), StuckChannel(connect.desk.channel, after: page))
        let old = connect.desk
        let desk = ChannelDesk(
            database: pool, channel: stuck, accounts: old.accounts, orders: old.orders, queue: queue,
            buyerKey: old.buyerKey, settings: old.settings)
        let worker = try Worker(
            queue, try Bench.mute(pool), kinds: [kind(desk)], name: "dying", poll: .milliseconds(20),
            drainDeadline: .zero, logger: silent)
        let group = ServiceGroup(services: [worker], logger: silent)
        async let running: Void = group.run()
        try await eventually(within: .seconds(60), "the worker is in the middle of it") { stuck.isStuck }
        await pool.close()
        await group.triggerGracefulShutdown()
        try? await running
        // As if the time of its lease had passed.
        try await bench.database.run("UPDATE work_leases SET lease_until = now() - interval '1 s'")
        try await bench.database.run("UPDATE work_lines SET due_at = now() - interval '1 s', free_at = '-infinity'")
        try await bench.database.run("UPDATE work_tenants SET turn_at = now() - interval '1 s'")
    }
}

/// A channel that gives no answer after some searches, until it is given up.
private final class StuckChannel: Channel {
    private let real: any Channel
    private let left: Mutex<Int>

    init(_ real: any Channel, after searches: Int) {
        self.real = real
        left = Mutex(searches)
    }

    var isStuck: Bool { left.withLock { $0 < 0 } }

    func send<Call: TikTokShopCall>(_ call: Call, as access: ShopAccess) async throws -> Call.Reply {
        let isLast = left.withLock { left in
            if call is SearchOrders { left -= 1 }
            return left < 0
        }
        if isLast { try await Task.sleep(for: .seconds(3600)) }
        return try await real.send(call, as: access)
    }

    func grant(code: Credential) async throws -> TokenGrant { try await real.grant(code: code) }
    func grant(refreshing token: Credential) async throws -> TokenGrant { try await real.grant(refreshing: token) }
    func document(at url: String) async throws -> Document { try await real.document(at: url) }
}
