import Contracts
import Foundation
import Messaging
import Outbound
import Postgres
import TikTokShop

/// Reads a shop's payments, a page at a time, and tells statements anew whose payment moved. The channel offers it
/// everywhere but in South-East Asia; there the statements' own word must do.
struct SyncPayments: WorkKind {
    static let name = "payments.sync"
    static let endpoint = Budgets.finance
    static let limits = WorkLimits(deadline: .seconds(90))

    let desk: ChannelDesk

    /// Where payments are not told.
    static let untold: Set<String> = ["ID", "MY", "PH", "SG", "TH", "VN"]

    /// Wants a shop's payments read now and every so often.
    static func item(_ shop: Connection, _ settings: WorkSettings) -> WorkItem {
        WorkItem(
            SyncPayments.self, tenant: shop.tenant, key: shop.shop.description, shop: shop.shop, priority: 5,
            every: settings.statementsEvery)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        let closed: WorkResult = .ended(Self.self, job, as: .figures)
        return try await desk.attend(job, purpose: Self.name, as: .figures, closed: closed) { shop in
            guard !Self.untold.contains(shop.connection.region) else { return .withheld(Self.name, job) }
            let startedAt = desk.now()
            let before = try await Cursor.find(.payments, tenant: shop.tenant, shop: shop.shop, desk.database)
            let reading = try await PagedReading(
                from: try await start(before, shop), pages: 1,
                desk.way(job, shop, by: \.item.createTime) { start in
                    SearchPayments(created: TimeWindow(from: UnixSeconds(start)))
                })
            let cursor = reading.cursor(startedAt: startedAt, before: before)
            return .done { transaction in try await settle(reading, cursor, shop, transaction) }
        }
    }

    private func start(_ before: Cursor?, _ shop: ChannelDesk.OpenShop) async throws -> Date {
        let first = shop.connection.connectedAt.addingTimeInterval(-desk.settings.backfill)
        guard let before else { return first }
        if before.token == Cursor.underWay { return before.readTo }
        let open = try await PaymentStore.oldestOpen(
            since: desk.now().addingTimeInterval(-desk.settings.backfill), tenant: shop.tenant, shop: shop.shop,
            desk.database)
        return max(first, min(open ?? before.readTo, before.readTo.addingTimeInterval(-SyncStatements.overlap)))
    }

    private func settle(
        _ reading: PagedReading<Whole<StatementPayment>>, _ cursor: Cursor, _ shop: ChannelDesk.OpenShop,
        _ transaction: Transaction
    ) async throws -> [Draft] {
        let (tenant, id) = (shop.tenant, shop.shop)
        var (known, faults) = ([String: (snapshot: PaymentSnapshot, received: JSON)](), [FoundFault]())
        for payment in reading.items {
            do throws(OrderFault) {
                let snapshot = try PaymentSnapshot(payment.item)
                known[snapshot.channelPayment] = (snapshot, try received(payment.json))
            } catch {
                faults.append(FoundFault(payment: payment.item.id ?? "", error))
            }
        }
        let paid = known.sorted { $0.key < $1.key }.map(\.value)
        let times = Dictionary(uniqueKeysWithValues: paid.map { ($0.snapshot.channelPayment, $0.snapshot.at) })
        let statements = try await StatementStore.lock(paidBy: Array(times.keys), tenant: tenant, shop: id, transaction)
        var (pipeline, drafts) = (Pipeline(), [Draft]())
        PaymentStore.save(paid, tenant: tenant, shop: id, &pipeline)
        for told in statements.compactMap(\.told) {
            guard let next = told.paid(told.payment, times) else { continue }
            try StatementStore.save(next, tenant: tenant, &pipeline)
            drafts.append(Draft(next, tenant: tenant, subject: next.channelStatement))
        }
        FaultStore.clear(.order, times.keys.map(FoundFault.paymentKey), tenant: tenant, shop: id, &pipeline)
        FaultStore.save(faults, tenant: tenant, shop: id, source: .read, &pipeline)
        cursor.save(.payments, tenant: tenant, shop: id, &pipeline)
        if !reading.isComplete { try WorkQueue.enqueue([Self.item(shop.connection, desk.settings)], into: &pipeline) }
        let rest = pipeline
        try await transaction.send(rest)
        return drafts
    }
}
