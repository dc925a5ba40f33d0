import Contracts
import Foundation
import Messaging
import Postgres

/// Finds out what became of purchases that nobody answered: one reading of the partner's books serves many of them.
///
/// Found: it is ours. Not found once the deadline and the grace are over: perhaps. Not found again, some time later:
/// it was never made, and another attempt may be. Books that cannot be read back to a purchase prove nothing of it:
/// then it stays open, and a person is told when that lasts.
struct ResolvePurchases: WorkKind {
    static let name = "label.resolve"
    static let endpoint = Budgets.lists
    static let limits = WorkLimits(attempts: 1000, deadline: .seconds(180))
    /// Nothing else finds out what became of the purchase.
    static let isAwaited = true

    let office: Office

    /// Which purchases a reading is for; the key of the work.
    enum Round: String, Sendable {
        /// Those that may still be settled by themselves, which all are of the last minutes.
        case usual = ""
        /// Those that a person was told of. They may be old, and many, and stay: so they have readings of their own,
        /// fewer, and neither how far back they lie nor how many they are holds up the others.
        case doubtful

        /// Chooses them among shipments.
        fileprivate var condition: SQL {
            self == .usual
                ? "check_at IS NOT NULL AND (body #>> '{trouble,reason}') IS DISTINCT FROM \(Trouble.purchaseUnknown)"
                : "check_at IS NOT NULL AND body #>> '{trouble,reason}' = \(Trouble.purchaseUnknown)"
        }

        /// Which come first where there are more than one reading takes. Of those that stay, chance brings up each.
        fileprivate var order: SQL { self == .usual ? "check_at" : "random()" }
    }

    /// The account is one for all brands, so is the reading.
    static func item(_ round: Round = .usual, after pause: Duration, cause: Metadata?) -> WorkItem {
        WorkItem(ResolvePurchases.self, tenant: .platform, key: round.rawValue, after: pause, cause: cause)
    }

    /// The most purchases of one reading.
    private static let most = 500
    /// Clocks differ.
    private static let slack = Duration.seconds(300)

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        let round = Round(rawValue: job.item.key) ?? .usual
        let open = try await open(round)
        guard let oldest = open.compactMap(\.purchase?.begunAt).min() else { return try await rest(round, nil) }
        let books = try await PurchaseBooks.read(since: oldest.earlier(by: Self.slack), job, office)
        let found = books.byAttempt
        var problem = books.problem ?? books.shortfall
        for shipment in open {
            guard let purchase = shipment.purchase else { continue }
            do {
                try await resolve(shipment, purchase, found[purchase.attempt], books, job.item.cause)
            } catch  where Self.isOneShipments(error) {
                // One that cannot be saved must not hold up those behind it.
                problem = "\(shipment.id): \(error)"
            }
        }
        return try await rest(round, problem)
    }

    /// Purchases that are not settled and should be.
    private func open(_ round: Round) async throws -> [Shipment] {
        let now = office.now()
        return try await office.database.rows(
            """
            SELECT tenant_id, order_id, shipment_id, created_at, body FROM shipments
            WHERE \(round.condition) ORDER BY \(round.order) LIMIT \(Self.most)
            """, BookStore.decodeShipment
        ).filter { shipment in
            shipment.purchase.map { $0.isUnknown || $0.settledBy <= now } ?? false
        }
    }

    private func resolve(
        _ shipment: Shipment, _ purchase: Purchase, _ entry: PurchaseBooks.Entry?, _ books: PurchaseBooks,
        _ cause: Metadata?
    ) async throws {
        if let entry { try await entry.verdict.enter(entry.mark, of: shipment.tenant, cause: cause, office) }
        guard entry == nil || entry?.verdict == .open else { return }
        let isAbsent = entry == nil && books.covers(purchase.begunAt.earlier(by: Self.slack))
        // Nothing new of one that a person was told of.
        guard isAbsent || !shipment.isPurchaseDoubtful else { return }
        let (gap, patience) = (office.settings.absentGap.milliseconds, office.settings.doubtAfter.milliseconds)
        let named = BookStore.named([shipment.id], of: shipment.tenant)
        try await office.change(named, cause: cause) { handling, here in
            guard handling.shipment.purchase?.attempt == purchase.attempt else { return }
            if isAbsent { handling.absent(gap: gap, here) } else { handling.doubted(patience: patience) }
        }
    }

    /// Whether an error is about one shipment alone, and not about the database or the end of the job.
    private static func isOneShipments(_ error: any Error) -> Bool {
        guard !Task.isCancelled, !(error is CancellationError) else { return false }
        return (error as? PostgresError).map { !$0.isConnectionLoss && !$0.isPoolExhausted } ?? true
    }

    // MARK: Coming back

    /// Comes back for what is still open; what a person has been told of meanwhile is left to the rarer readings.
    private func rest(_ round: Round, _ problem: String?) async throws -> WorkResult {
        let doubtful = round == .usual ? try await doubtfulItems() : []
        let save: WorkResult.Save = { pipeline in try WorkQueue.enqueue(doubtful, into: &pipeline) }
        let now = office.now()
        let pauses = try await open(round).compactMap(\.purchase).map { pause(round, $0, now) }
        guard let pause = pauses.min() else { return .done(save: save) }
        return .again(
            after: .milliseconds(max(100, pause)), "purchases are still open", detail: problem ?? "", save: save)
    }

    /// Milliseconds until another look makes sense.
    private func pause(_ round: Round, _ purchase: Purchase, _ now: Instant) -> Int64 {
        if round == .doubtful { return office.settings.doubtAfter.milliseconds }
        return purchase.absentSince == nil && purchase.settledBy > now
            ? purchase.settledBy.milliseconds - now.milliseconds : office.settings.absentGap.milliseconds
    }

    /// The work for those that a person was told of, if there are any; wanting it again does not put it off.
    private func doubtfulItems() async throws -> [WorkItem] {
        let isAny = try await office.database.first(
            "SELECT EXISTS (SELECT FROM shipments WHERE \(Round.doubtful.condition))", as: Bool.self)
        return isAny == true ? [Self.item(.doubtful, after: office.settings.doubtAfter, cause: nil)] : []
    }
}
