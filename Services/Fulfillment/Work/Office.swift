import Contracts
import Foundation
public import Messaging
import Postgres
public import Shippo

/// What the work with the carrier partner needs.
struct Office: Sendable {
    let database: PostgresPool
    let messaging: Messaging
    let shippo: ShippoClient
    let recipients: RecipientStore
    let queue: WorkQueue
    var settings = OfficeSettings()
    /// Tells when things happen; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    /// Changes shipments by a rule, in a transaction of its own. The rule looks first whether the shipment still is as
    /// the work took it to be: between its call and this transaction others may have been here.
    @discardableResult
    func change(
        _ chosen: SQL, cause: Metadata?, also: (Handling, inout Pipeline) throws -> Void = { _, _ in },
        _ decide: (inout Handling, Circumstances) -> Void
    ) async throws -> [Handling] {
        let alteration = Alteration(usual: settings.usual, now: now(), cause: cause)
        let handlings = try await messaging.transact(cause: cause) { transaction in
            try await alteration.run(chosen, in: transaction, also: also, decide)
        }
        if handlings.contains(where: { !$0.errands.isEmpty }) { queue.nudge() }
        return handlings
    }

    /// A shipment and what it is decided by, as they are now.
    func look(_ id: ShipmentID, of tenant: TenantID) async throws -> (shipment: Shipment, here: Circumstances)? {
        let books = try await database.transaction { transaction in
            var ask = Pipeline()
            let loading = BookStore.load(BookStore.named([id], of: tenant), usual: settings.usual, &ask)
            let question = ask
            try await transaction.send(question)
            return try loading()
        }
        return books.shipments.values.first.map { ($0, books.circumstances(of: $0)) }
    }
}

/// How the work is done.
struct OfficeSettings: Sendable {
    /// Which offer is taken.
    var rule = RateRule.cheapest
    /// Stands in for products without measures; nil: their parcels wait.
    var usual: Measures?
    /// How long a purchase may take to be answered.
    var buyDeadline = Duration.seconds(30)
    /// How long after that the purchase may still land at the partner's.
    var grace = Duration.seconds(60)
    /// What lies between two looks that do not find a purchase.
    var absentGap = Duration.seconds(30)
    /// How long the partner's books may leave open what became of a purchase before a person is told.
    var doubtAfter = Duration.seconds(900)
    /// Between two looks at a refund.
    var refundEvery = Duration.seconds(6 * 3600)
    /// Between two looks at a parcel; webhooks come sooner.
    var trackEvery = Duration.seconds(2 * 3600)
    /// After that nobody asks for a parcel any more.
    var trackLife = Duration.seconds(60 * 86_400)
    /// How far back purchases are compared with shipments.
    var reconcileDepth = Duration.seconds(48 * 3600)
    /// Between two comparisons.
    var reconcileEvery = Duration.seconds(3600)
    /// The most pages of one reading of the partner's purchases, 100 each.
    var bookPages = PurchaseBooks.mostPages
}

/// What the partner's limits are shared by. One account serves all brands.
enum Budgets {
    static let app = "shippo"
    /// 500 a minute for a live token, three calls for each label.
    static let labels = EndpointClass.writes("shippo.write", app: app, account: .app, start: 3, highest: 8)
    /// 50 a minute for a live token.
    static let lists = EndpointClass.reads("shippo.list", app: app, account: .app, start: 0.5, highest: 0.8)
    /// 4000 a minute for a live token.
    static let reads = EndpointClass.reads("shippo.read", app: app, account: .app, start: 5, highest: 60)
    /// 500 a minute for a live token.
    static let tracks = EndpointClass.reads("shippo.track", app: app, account: .app, start: 3, highest: 8)
    static let house = EndpointClass.inside("house")
}

extension ShippoError: PartnerTrouble {
    /// What the error means for further calls.
    public var meaning: PartnerMeaning {
        switch kind {
        case .throttled: .throttled(retryAfter: retryAfter)
        case .unreachable, .outcomeUnknown, .transient: .outage
        case .malformedAnswer: .nonsense
        default: .refusal
        }
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}

extension Instant {
    /// Later by a span.
    func later(by span: Duration) -> Instant { Instant(milliseconds: milliseconds + span.milliseconds) }

    /// Earlier by a span.
    func earlier(by span: Duration) -> Instant { Instant(milliseconds: milliseconds - span.milliseconds) }

    /// A time as the partner writes it, RFC 3339 with or without a fraction; nil when it is none.
    init?(partner text: String?) {
        guard let text, text.utf8.count < 40 else { return nil }
        let date =
            (try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text))
            ?? (try? Date.ISO8601FormatStyle().parse(text))
        guard let date else { return nil }
        self.init(nearest: date)
    }
}
