import Contracts
import Foundation
import Messaging
import Outbound
import Postgres
import TikTokShop

/// Reads a shop's statements, a page at a time: those of the last 90 days first, then what is new and what was not paid
/// yet. What stands on a new one is read by ``ReadStatement``.
struct SyncStatements: WorkKind {
    static let name = "statements.sync"
    static let endpoint = Budgets.finance
    static let limits = WorkLimits(deadline: .seconds(90))

    let desk: ChannelDesk

    /// A statement bears the midnight behind its day, but the channel may show it only hours later.
    static let overlap: TimeInterval = 3 * 86_400

    /// Wants a shop's statements read now and every so often.
    static func item(_ shop: Connection, _ settings: WorkSettings) -> WorkItem {
        WorkItem(
            SyncStatements.self, tenant: shop.tenant, key: shop.shop.description, shop: shop.shop, priority: 5,
            every: settings.statementsEvery)
    }

    /// What one page brought.
    private struct Found: Sendable {
        var snapshots: [(snapshot: StatementSnapshot, received: JSON)] = []
        var faults: [FoundFault] = []
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        let closed: WorkResult = .ended(Self.self, job, as: .figures)
        return try await desk.attend(job, purpose: Self.name, as: .figures, closed: closed) { shop in
            let startedAt = desk.now()
            let before = try await Cursor.find(.statements, tenant: shop.tenant, shop: shop.shop, desk.database)
            let reading = try await PagedReading(
                from: try await start(before, shop), pages: 1,
                desk.way(job, shop, by: \.item.statementTime) { start in
                    SearchStatements(made: TimeWindow(from: UnixSeconds(start)))
                })
            let found = try read(reading)
            let cursor = reading.cursor(startedAt: startedAt, before: before)
            return .done { transaction in
                try await settle(found, cursor, isComplete: reading.isComplete, shop, transaction)
            }
        }
    }

    /// Where a search begins: at the oldest statement that may still change, never before the backfill.
    private func start(_ before: Cursor?, _ shop: ChannelDesk.OpenShop) async throws -> Date {
        let first = shop.connection.connectedAt.addingTimeInterval(-desk.settings.backfill)
        guard let before else { return first }
        if before.token == Cursor.underWay { return before.readTo }
        let open = try await StatementStore.oldestOpen(
            since: desk.now().addingTimeInterval(-desk.settings.backfill), tenant: shop.tenant, shop: shop.shop,
            desk.database)
        return max(first, min(open ?? before.readTo, before.readTo.addingTimeInterval(-Self.overlap)))
    }

    private func read(_ reading: PagedReading<Whole<Statement>>) throws -> Found {
        var found = Found()
        let readAt = Instant(desk.now())
        for statement in reading.items {
            do throws(OrderFault) {
                let snapshot = try StatementReader.read(statement.item, readAt: readAt)
                found.snapshots.append((snapshot, try received(statement.json)))
            } catch {
                found.faults.append(FoundFault(statement: statement.item.id ?? "", error))
            }
        }
        for malformed in reading.pages.flatMap(\.malformed) {
            let fault = FoundFault(subject: .order, malformed: malformed.id, malformed.problem).fault
            found.faults.append(FoundFault(statement: malformed.id ?? "", fault))
        }
        return found
    }

    private func settle(
        _ found: Found, _ cursor: Cursor, isComplete: Bool, _ shop: ChannelDesk.OpenShop, _ transaction: Transaction
    ) async throws -> [Draft] {
        let (tenant, id) = (shop.tenant, shop.shop)
        let unique = Dictionary(found.snapshots.map { ($0.snapshot.channelStatement, $0) }) { _, later in later }
        let known = try await StatementStore.lock(unique.keys.sorted(), tenant: tenant, shop: id, transaction)
        let payments = unique.values.compactMap(\.snapshot.payment.channelPayment)
        let times = try await PaymentStore.times(payments, tenant: tenant, shop: id, transaction)
        var (pipeline, drafts, work) = (Pipeline(), [Draft](), [WorkItem]())
        for (name, entry) in unique.sorted(by: { $0.key < $1.key }) {
            let stored = known[name]
            let isSame = stored?.told.map(entry.snapshot.hasAmounts) ?? false
            let isRead = isSame && stored?.isRead == true
            StatementStore.save(entry.snapshot, entry.received, isRead: isRead, tenant: tenant, shop: id, &pipeline)
            if !isRead { work.append(ReadStatement.item(name, shop.connection)) }
            guard isRead, let told = stored?.told else { continue }
            guard let next = told.paid(entry.snapshot.payment, times) else { continue }
            try StatementStore.save(next, tenant: tenant, &pipeline)
            drafts.append(Draft(next, tenant: tenant, subject: name))
        }
        FaultStore.clear(.order, unique.keys.map(FoundFault.statementKey), tenant: tenant, shop: id, &pipeline)
        FaultStore.save(found.faults, tenant: tenant, shop: id, source: .read, &pipeline)
        cursor.save(.statements, tenant: tenant, shop: id, &pipeline)
        if !isComplete { work.append(Self.item(shop.connection, desk.settings)) }
        if !work.isEmpty { try WorkQueue.enqueue(work, into: &pipeline) }
        let rest = pipeline
        try await transaction.send(rest)
        return drafts
    }
}

/// What was received, as it is kept.
func received(_ json: ReceivedJSON) throws(OrderFault) -> JSON {
    do {
        return try JSON(encoding: json)
    } catch {
        throw OrderFault("", "cannot be kept")
    }
}

extension SettlementChanged {
    /// The statement with another payment, as its next version; nil where nothing is new.
    ///
    /// - Parameter times: When payments were made, by the channel's ids.
    func paid(_ payment: Payment, _ times: [String: Instant]) -> SettlementChanged? {
        var next = self
        next.payment = payment
        // A time that was told once stays, where the same payment is told without one.
        let isSamePayment = payment.channelPayment == self.payment.channelPayment
        next.payment.at = payment.channelPayment.flatMap { times[$0] } ?? (isSamePayment ? self.payment.at : nil)
        guard next != self else { return nil }
        next.version += 1
        return next
    }
}
