import Contracts
import Foundation
import Messaging
import Outbound
import Postgres
import TikTokShop

/// Reads what stands on one statement, a page at a time, and tells the statement once all of it is read.
struct ReadStatement: WorkKind {
    static let name = "statement.read"
    static let endpoint = Budgets.finance
    static let limits = WorkLimits(deadline: .seconds(60))

    let desk: ChannelDesk

    /// Wants what stands on a statement read.
    static func item(_ statement: String, _ shop: Connection) -> WorkItem {
        WorkItem(
            ReadStatement.self, tenant: shop.tenant, key: "\(shop.shop)/\(statement)", shop: shop.shop, priority: 6)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        let name = String(job.item.key.drop { $0 != "/" }.dropFirst())
        let closed: WorkResult = .ended(Self.self, job, as: .figures)
        return try await desk.attend(job, purpose: Self.name, as: .figures, closed: closed) { shop in
            guard
                let stored = try await StatementStore.find(
                    name, tenant: shop.tenant, shop: shop.shop, desk.database), !stored.isRead
            else { return .done() }
            let snapshot = try StatementReader.read(stored.listed, readAt: Instant(desk.now()))
            let call = GetStatementTransactions(statement: name, pageToken: stored.token)
            let page: Page<Whole<StatementTransaction>>
            do {
                page = try await shop.channel.send(call, as: shop.access)
            } catch let error as TikTokShopError where error.kind == .invalidRequest && stored.token != nil {
                return again(name, shop, "the channel does not go on with its pages")
            }
            let (entries, faults) = read(page, snapshot.currency)
            let next = call.following(page)?.pageToken
            return .done { transaction in
                try await settle(
                    Part(entries: entries, faults: faults, begins: stored.token == nil, next: next), snapshot, shop,
                    transaction)
            }
        }
    }

    /// What one page brought.
    private struct Part: Sendable {
        let entries: [StatementLineStore.Entry]
        let faults: [FoundFault]
        /// Whether it is the first one.
        let begins: Bool
        /// Where the next one begins; nil on the last.
        let next: String?
    }

    private func read(
        _ page: Page<Whole<StatementTransaction>>, _ currency: Currency
    ) -> ([StatementLineStore.Entry], [FoundFault]) {
        var entries: [StatementLineStore.Entry] = []
        var faults: [FoundFault] = []
        for (index, transaction) in page.items.enumerated() {
            do throws(OrderFault) {
                let line = try StatementLine(transaction.item, currency)
                entries.append(.init(line: line, received: try received(transaction.json)))
            } catch {
                faults.append(FoundFault(statement: "", error.within("transactions[\(index)]")))
            }
        }
        faults += page.malformed.map { malformed in
            FoundFault(statement: "", FoundFault(subject: .order, malformed: malformed.id, malformed.problem).fault)
        }
        return (entries, faults)
    }

    /// A statement of which a line cannot be read is not told: its sums would be wrong. It is read anew when the
    /// statements are looked at next.
    private func settle(
        _ page: Part, _ snapshot: StatementSnapshot, _ shop: ChannelDesk.OpenShop, _ transaction: Transaction
    ) async throws -> [Draft] {
        let (tenant, id, name) = (shop.tenant, shop.shop, snapshot.channelStatement)
        guard let stored = try await StatementStore.lock([name], tenant: tenant, shop: id, transaction)[name] else {
            return []
        }
        var pipeline = Pipeline()
        if page.begins { StatementLineStore.clear(name, tenant: tenant, shop: id, &pipeline) }
        try StatementLineStore.save(page.entries, of: name, tenant: tenant, shop: id, &pipeline)
        if let fault = page.faults.first {
            FaultStore.save(
                [FoundFault(statement: name, fault.fault)], tenant: tenant, shop: id, source: .read, &pipeline)
            StatementStore.save(token: nil, of: name, tenant: tenant, shop: id, &pipeline)
        } else if let next = page.next {
            StatementStore.save(token: next, of: name, tenant: tenant, shop: id, &pipeline)
            try WorkQueue.enqueue([Self.item(name, shop.connection)], into: &pipeline)
        }
        let isWhole = page.faults.isEmpty && page.next == nil
        if isWhole {
            FaultStore.clear(.order, [FoundFault.statementKey(name)], tenant: tenant, shop: id, &pipeline)
        }
        let rest = pipeline
        try await transaction.send(rest)
        return isWhole ? try await tell(snapshot, stored, shop, transaction) : []
    }

    private func tell(
        _ snapshot: StatementSnapshot, _ stored: StatementStore.Stored, _ shop: ChannelDesk.OpenShop,
        _ transaction: Transaction
    ) async throws -> [Draft] {
        let (tenant, id, name) = (shop.tenant, shop.shop, snapshot.channelStatement)
        let lines = try await StatementLineStore.sums(of: name, tenant: tenant, shop: id, transaction)
        let payment = snapshot.payment.channelPayment.map { [$0] } ?? []
        let times = try await PaymentStore.times(payment, tenant: tenant, shop: id, transaction)
        var told = snapshot.message(lines, version: stored.told?.version ?? 0, shop: id)
        told.payment.at = payment.first.flatMap { times[$0] } ?? stored.told?.payment.at
        let isNew = told != stored.told
        if isNew { told.version += 1 }
        var pipeline = Pipeline()
        try StatementStore.save(told, tenant: tenant, &pipeline)
        let rest = pipeline
        try await transaction.send(rest)
        return isNew ? [Draft(told, tenant: tenant, subject: name)] : []
    }

    private func again(_ name: String, _ shop: ChannelDesk.OpenShop, _ reason: String) -> WorkResult {
        let (tenant, id) = (shop.tenant, shop.shop)
        return .again(reason) { StatementStore.save(token: nil, of: name, tenant: tenant, shop: id, &$0) }
    }
}
