import AMQP
import Contracts
import Foundation
import Postgres
import TestKit
import Testing

@testable import Credit
@testable import Messaging

/// Credit's database with its roles, handlers run on it without a broker, and scores made when a test says so.
struct CreditWorld: Sendable {
    /// With the worker's role.
    let database: PostgresPool
    let roles: TestRoles
    let bureau: Bureau
    let queue: WorkQueue

    static let template = TemplateDatabase.of("credit", App.migrations)

    static func lend<Value: Sendable>(_ body: (CreditWorld) async throws -> Value) async throws -> Value {
        try await template.withCopy { url in
            let roles = try TestRoles(of: "credit", in: url)
            let configuration = try PostgresConfiguration(url: roles.worker, schema: "credit")
            return try await PostgresPool.lend(configuration) { pool in
                try await body(try CreditWorld(pool, roles))
            }
        }
    }

    private init(_ pool: PostgresPool, _ roles: TestRoles) throws {
        database = pool
        self.roles = roles
        bureau = Bureau(models: try RuleShelf.models(), markets: try RuleShelf.markets(), pause: .zero)
        queue = WorkQueue(pool)
    }

    private var wishes: ScoreWishes { ScoreWishes(pause: .zero, queue: queue) }

    // MARK: Telling

    @discardableResult
    private func tell<H: Handler>(_ handler: H, _ bodies: [H.Body], as tenant: TenantID) async throws -> [Draft] {
        let messages = bodies.map { Received(Metadata(id: .v7(), name: "shop.test.v1", tenant: tenant), $0) }
        let decisions = try await handler.run(messages, on: database)
        for decision in decisions { #expect(decision.outcome == .done) }
        return decisions.flatMap(\.events)
    }

    /// Links, or ends the link of, a shop of a brand's; answers what is asked for that.
    ///
    /// - Parameter complete: Since when its past is told; nil: it is not told.
    @discardableResult
    func link(
        _ account: AccountID = Told.shop, to subject: TenantID = Told.subject, brand: TenantID = Told.brand,
        kind: SubjectLink.Kind = .seller, state: SubjectLink.State = .linked, version: Int = 2,
        at: Instant = Given.days(ago: 10), complete: Instant? = Given.days(ago: 100)
    ) async throws -> [HistoryTell] {
        let link = SubjectLink(
            link: LinkID(account.uuid), subject: subject, brand: brand, account: account, kind: kind, state: state,
            version: version, changedAt: at)
        let events = try await tell(SubjectChangedHandler(wishes: wishes), [SubjectChanged(link: link)], as: subject)
        #expect(events.allSatisfy { $0.tenant == brand }, "asked as the brand whose account it is")
        if let complete { try await tellPast(account, version: version, complete: complete, brand: brand) }
        return events.compactMap { $0.message as? HistoryTell }
    }

    /// Tells that all of an account's past was told.
    func tellPast(
        _ account: AccountID = Told.shop, version: Int = 2, complete: Instant, brand: TenantID = Told.brand
    ) async throws {
        let told = HistoryTold(
            account: account, link: LinkID(account.uuid), version: version, completeSince: complete, messages: 1)
        try await tell(HistoryToldHandler(wishes: wishes), [told], as: brand)
    }

    /// Tells of a connected account.
    func connect(
        _ account: AccountID = Told.shop, brand: TenantID = Told.brand, region: String = "US",
        state: ConnectionChanged.State = .connected, granted: [ConnectionChanged.Grant]? = nil, version: Int = 1
    ) async throws {
        let body = ConnectionChanged(
            shop: ShopID(account.uuid), version: version, channelShop: "7", title: "Shop", region: region,
            state: state, connectedAt: Given.days(ago: 100), granted: granted)
        try await tell(ConnectionChangedHandler(wishes: wishes), [body], as: brand)
    }

    /// Tells when an account was read last.
    func read(_ readings: AccountRead, brand: TenantID = Told.brand) async throws {
        try await tell(AccountReadHandler(), [readings], as: brand)
    }

    /// Tells that somebody is a lender.
    ///
    /// - Parameter names: one for each telling, all of one batch.
    func lend(by lender: TenantID = Told.lender, names: String?...) async throws {
        let told = (names.isEmpty ? [nil] : names).map { LenderAdded(lender: lender, name: $0) }
        try await tell(LenderAddedHandler(), told, as: lender)
    }

    /// Tells what our app that only reads is let see.
    ///
    /// - Parameter region: Of a creator account no channel has to tell it.
    func grant(
        _ account: AccountID, isCreator: Bool = false, region: String? = nil,
        state: ConnectionChanged.State = .connected, granted: [ConnectionChanged.Grant]? = nil, version: Int = 1
    ) async throws {
        let body = ReadGrantChanged(
            shop: isCreator ? nil : ShopID(account.uuid), creator: isCreator ? CreatorID(account.uuid) : nil,
            version: version, channelAccount: "7", title: "Shop", region: region, state: state, granted: granted,
            grantedAt: Given.days(ago: 100))
        try await tell(ReadGrantChangedHandler(wishes: wishes), [body], as: Told.brand)
    }

    /// Tells what a channel says of a shop.
    func tell(_ facts: ShopFactsRead, brand: TenantID = Told.brand) async throws {
        try await tell(ShopFactsReadHandler(wishes: wishes), [facts], as: brand)
    }

    /// Tells sales in one batch.
    func tell(_ sales: [Sale], brand: TenantID = Told.brand) async throws {
        try await tell(SaleHandler(wishes: wishes), sales, as: brand)
    }

    func tell(_ statements: [SettlementChanged], brand: TenantID = Told.brand) async throws {
        try await tell(SettlementChangedHandler(wishes: wishes), statements, as: brand)
    }

    func tell(_ orders: [AffiliateOrderChanged], brand: TenantID = Told.brand) async throws {
        try await tell(AffiliateOrderChangedHandler(wishes: wishes), orders, as: brand)
    }

    /// Tells a brand's settings.
    func tell(zone: String, version: Int = 1, brand: TenantID = Told.brand) async throws {
        let body = SettingsChanged(
            version: version, zone: zone, currency: .usd, lowStockThreshold: 0, safetyBuffer: 0, isAutomationOn: false,
            channelTakesZero: true)
        try await tell(SettingsChangedHandler(), [body], as: brand)
    }

    func publish(_ day: String, _ perEuro: [String: String]) async throws {
        try await tell(
            ExchangeRatesPublishedHandler(), [ExchangeRatesPublished(day: day, perEuro: perEuro)], as: .platform)
    }

    /// Declares what a market asks of a person.
    func declare(_ documents: [Document], market: String = "US", subject: TenantID = Told.subject) async throws {
        for document in documents {
            try await database.run(
                """
                INSERT INTO documents (tenant_id, market, document, state)
                VALUES (\(subject.uuid), \(market), \(document.rawValue), 'declared')
                """)
        }
    }

    // MARK: Scoring

    /// Scores a person as of a time.
    @discardableResult
    func score(
        _ subject: TenantID = Told.subject, at: Instant = Given.asOf
    ) async throws -> Assessment {
        try await database.transaction { try await ScoreMake(bureau: bureau, now: { at }).make(subject, $0) }
    }

    /// Asks a handler as somebody, under the role of requests.
    func ask<H: RequestHandler>(
        _ handler: H, _ question: H.Question, as tenants: [TenantID], actor: String = "shop_test"
    ) async throws -> H.Question.Reply {
        let messaging = try Messaging(
            service: "credit", broker: AMQPConfiguration(url: "amqp://guest:guest@127.0.0.1:9/"), database: database,
            router: Topology.route, lanes: [], drainDeadline: .zero, logger: silent)
        let cause = Metadata(name: H.Question.name)
        let desk = Desk(
            caller: Caller(tenants: tenants, actor: actor), messaging: messaging, cause: cause,
            deadline: Date() + 60, idempotencyKey: nil,
            fingerprint: Desk.fingerprint(cause, Array(try JSONEncoder().encode(question))), role: roles.tenant)
        return try await handler.answer(Received(cause, question), desk)
    }

    /// Runs statements under the role of requests.
    @discardableResult
    func asTenant<Value: Sendable>(
        _ tenants: [TenantID], _ body: (Transaction) async throws -> Value
    ) async throws -> Value {
        var options = TransactionOptions(role: roles.tenant)
        options.settings = [("app.tenants", Caller(tenants: tenants, actor: "").setting)]
        return try await database.transaction(options, body)
    }

    func count(_ table: String, _ condition: SQL = "true") async throws -> Int {
        try await database.first("SELECT count(*) FROM \(identifier: table) WHERE \(condition)", as: Int.self) ?? -1
    }

    /// A person with one shop, whose papers are declared and whose shop is connected and linked.
    func open() async throws {
        try await link()
        try await connect()
        try await declare([.businessEntity, .employerIdentificationNumber])
    }
}

/// Messages, about which only what a test cares for need be said.
enum Told {
    static let subject = TenantID(id(1))
    static let brand = TenantID(id(2))
    static let lender = TenantID(id(3))
    static let shop = AccountID(id(10))
    static let creator = AccountID(id(11))

    static func id(_ number: UInt8) -> UUID {
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
    }

    static func order(_ number: Int) -> OrderID {
        OrderID(UUID(uuid: (0, 1, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, UInt8(number / 256), UInt8(number % 256))))
    }

    /// A delivered order of one unit.
    static func sale(
        _ number: Int, cents: Int64 = 10_000, daysAgo: Int64, currency: Currency = .usd, shop: AccountID = shop,
        version: Int = 1
    ) -> Sale {
        let at = Given.days(ago: daysAgo)
        return .order(
            OrderChanged(
                order: order(number), version: version, shop: ShopID(shop.uuid), channelOrder: "5764\(number)",
                status: .delivered, channelStatus: "DELIVERED", shipping: .seller, market: "US", placedAt: at,
                paidAt: at, updatedAt: at, shipBy: at, currency: currency, shippingFee: 0,
                lines: [
                    OrderLine(
                        channelSKU: "mug", channelProduct: "p", sellerSKU: "mug", title: "Mug", channelLines: [],
                        units: .init(open: 0, shipConfirmed: 0, handedOver: 1, cancelled: 0), isGift: false,
                        original: cents, sellerDiscount: 0, platformDiscount: 0, tax: 0)
                ], handedOverAt: at, shippedAt: at))
    }

    /// A completed return of part of an order's price.
    static func refund(_ number: Int, cents: Int64, version: Int = 1) -> Sale {
        .returned(
            ReturnChanged(
                channelReturn: "r\(number)", version: version, order: order(number), shop: ShopID(shop.uuid),
                channelOrder: "5764\(number)", kind: .returnAndRefund, status: .completed, channelStatus: "DONE",
                requestedAt: Given.asOf, updatedAt: Given.asOf, currency: .usd, lines: [], goodsRefund: cents,
                shippingRefund: 0, taxRefund: 0))
    }

    /// A statement of 90 dollars that was paid out.
    static func statement(_ name: String, daysAgo: Int64) -> SettlementChanged {
        SettlementChanged(
            channelStatement: name, version: 1, shop: ShopID(shop.uuid), statementAt: Given.days(ago: daysAgo),
            currency: .usd, settlement: 9_000,
            payment: .init(state: .paid, channelState: "PAID", channelPayment: "p\(name)"))
    }

    /// An order that a creator account is credited for, or that a shop pays for.
    static func credited(
        _ number: Int, sales: Int64?, settled: Int64?, daysAgo: Int64, channelOrder: String? = nil, version: Int = 1,
        status: AffiliateOrderChanged.Status? = nil, shop: AccountID? = nil, shopAds: Int64? = nil
    ) -> AffiliateOrderChanged {
        AffiliateOrderChanged(
            channelOrder: channelOrder ?? "9\(number)", version: version, shop: shop.map { ShopID($0.uuid) },
            creator: shop == nil ? CreatorID(creator.uuid) : nil,
            placedAt: Given.days(ago: daysAgo),
            rows: [
                .init(
                    channelSKU: "mug", channelProduct: "p", shopName: "Other shop", attribution: .direct, units: 1,
                    currency: .usd, sales: sales, rate: 1_500, estimatedCommission: settled == nil ? 900 : nil,
                    settledCommission: settled, settledShopAds: shopAds,
                    status: status ?? (settled == nil ? .toSettle : .settled))
            ])
    }
}
