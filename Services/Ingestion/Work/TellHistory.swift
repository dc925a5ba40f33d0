import Contracts
import Foundation
import Messaging
import Postgres

/// Tells once more what is known, a page at a time: an account's past to whoever scores people by it, or a shop's
/// orders to everybody. It calls nobody. How far it has come is a row that each page locks, so that a page is told
/// once, whoever dies when, and what is asked meanwhile is seen.
struct TellHistory: WorkKind {
    static let name = "history.tell"
    static let endpoint = EndpointClass.inside("history")
    static let limits = WorkLimits(deadline: .seconds(60))
    /// Whoever wants the past asks once.
    static let isAwaited = true

    let desk: ChannelDesk

    /// How soon is looked again whether the past has been read.
    static let pause = Duration.seconds(2)

    /// Wants it told, behind everything else.
    static func item(_ key: Telling.Key, after pause: Duration = .zero, cause: Metadata? = nil) -> WorkItem {
        WorkItem(
            TellHistory.self, tenant: key.tenant, key: "\(key.account)/\(key.id.text)", shop: ShopID(key.account.uuid),
            after: pause, priority: 10, cause: cause)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        let names = job.item.key.split(separator: "/").map(String.init)
        guard names.count == 2, let account = AccountID(names[0]), let id = UUID(text: names[1]) else {
            return .failed("the work names no telling", detail: job.item.key)
        }
        let key = Telling.Key(tenant: job.tenant, account: account, id: id)
        return .done { transaction in try await tell(key, job.item.cause, transaction) }
    }

    /// Tells a page, and wants the next one. All of it has one cause, by which whoever asked counts what has come.
    private func tell(
        _ key: Telling.Key, _ cause: Metadata, _ transaction: Transaction
    ) async throws -> [Draft] {
        guard let telling = try await TellingStore.lock(key, transaction), telling.state == .wanted else { return [] }
        let connection = try await connection(of: telling, transaction)
        guard !telling.isForAll || connection != nil else {
            try await save(telling.becoming(.ended), [], transaction)
            return []
        }
        guard telling.part != .end else { return try await end(telling, cause, transaction) }
        let page = try await PastStore(telling: telling, transaction: transaction).page()
        let next = telling.passing(page.next, messages: page.drafts.count)
        // Where orders go is not told to an app that only reads: they are read once more by the one that ships them.
        let fetches = connection.map { shop in page.open.map { FetchOrders.item($0, shop, source: .read) } } ?? []
        try await save(next, [Self.item(key, cause: cause)] + fetches, transaction)
        return page.drafts
    }

    /// The live connection that a telling to everybody needs.
    private func connection(of telling: Telling, _ transaction: Transaction) async throws -> Connection? {
        guard telling.isForAll else { return nil }
        let found = try await ConnectionStore.find(
            ShopID(telling.key.account.uuid), tenant: telling.key.tenant, transaction)
        return found?.state == .connected ? found : nil
    }

    private func end(
        _ telling: Telling, _ cause: Metadata, _ transaction: Transaction
    ) async throws -> [Draft] {
        guard !telling.isForAll else {
            try await save(telling.becoming(.told), [], transaction)
            return []
        }
        let past = ReadPast(telling.key, backfill: desk.settings.backfill)
        guard let began = try await past.completeSince(transaction) else {
            try await save(telling, [Self.item(telling.key, after: Self.pause, cause: cause)], transaction)
            return []
        }
        try await save(telling.becoming(.told), [], transaction)
        let told = HistoryTold(
            account: telling.key.account, link: LinkID(telling.key.id), version: telling.version,
            completeSince: max(Instant(nearest: began), telling.since), messages: telling.messages)
        return [Draft(told, tenant: telling.key.tenant, subject: telling.key.account.description)]
    }

    private func save(_ telling: Telling, _ work: [WorkItem], _ transaction: Transaction) async throws {
        var pipeline = Pipeline()
        TellingStore.save([telling], &pipeline)
        if !work.isEmpty { try WorkQueue.enqueue(work, into: &pipeline) }
        let rest = pipeline
        try await transaction.send(rest)
    }
}

extension Telling {
    /// The same in another state.
    fileprivate func becoming(_ state: State) -> Telling {
        var copy = self
        copy.state = state
        return copy
    }
}
