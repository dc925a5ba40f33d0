import Contracts
import Foundation
import Messaging
import Outbound
import Postgres
import TikTokShop

/// One page of the orders that are credited to creators, of a shop or of one creator. They can be searched by the time
/// at which they were placed alone, and change for weeks after that: so what is new is read often, and all of the last
/// 90 days once a day.
struct AffiliateReading: Sendable {
    let desk: ChannelDesk
    /// How far it has come.
    let cursor: Cursor.Name

    /// The channel lets sellers ask for three months at most.
    static let longest: TimeInterval = 90 * 86_400

    /// Reads a page; `start` tells where a new search begins.
    ///
    /// - Parameter again: What goes on after a page that was not the last one.
    func page(
        of shop: ChannelDesk.OpenShop, again: WorkItem, start: (Cursor?) -> Date
    ) async throws -> WorkResult {
        let before = try await Cursor.find(cursor, tenant: shop.tenant, shop: shop.shop, desk.database)
        let mark = PageMark(before?.token)
        let startedAt = mark?.startedAt ?? desk.now()
        let oldest = desk.now().addingTimeInterval(-Self.longest)
        let from = mark == nil ? max(oldest, start(before)) : before?.readTo ?? oldest
        let page: Page<AffiliateOrder>
        do {
            page = try await send(from, mark?.token, shop)
        } catch let error as TikTokShopError where error.kind == .invalidRequest && mark != nil {
            // The channel does not go on with its own page: the search begins anew when it is due again.
            return keep(Cursor(readTo: before?.readTo ?? from), shop)
        }
        let next = page.nextPageToken.flatMap { $0 == mark?.token ? nil : $0 }
        let after = next.map { Cursor(readTo: from, token: PageMark(startedAt: startedAt, token: $0).text) }
        return .done { transaction in
            try await settle(page, after ?? Cursor(readTo: startedAt), next == nil ? nil : again, shop, transaction)
        }
    }

    private func send(
        _ from: Date, _ token: String?, _ shop: ChannelDesk.OpenShop
    ) async throws -> Page<AffiliateOrder> {
        let window = TimeWindow(from: UnixSeconds(from))
        return shop.connection.isCreator
            ? try await shop.channel.send(
                SearchCreatorAffiliateOrders(created: window, pageToken: token), as: shop.access)
            : try await shop.channel.send(SearchShopAffiliateOrders(created: window, pageToken: token), as: shop.access)
    }

    private func keep(_ cursor: Cursor, _ shop: ChannelDesk.OpenShop) -> WorkResult {
        let (name, tenant, id) = (self.cursor, shop.tenant, shop.shop)
        return .done { cursor.save(name, tenant: tenant, shop: id, &$0) }
    }

    private func settle(
        _ page: Page<AffiliateOrder>, _ next: Cursor, _ again: WorkItem?, _ shop: ChannelDesk.OpenShop,
        _ transaction: Transaction
    ) async throws -> [Draft] {
        let (tenant, id) = (shop.tenant, shop.shop)
        let ids = Set(page.items.compactMap(\.id)).sorted()
        let known = try await AffiliateStore.lock(ids, tenant: tenant, account: id.uuid, transaction)
        let side: AffiliateReader.Side = shop.connection.isCreator ? .creator(CreatorID(id.uuid)) : .shop(id)
        var ledger = AffiliateLedger(AffiliateReader(side: side, readAt: Instant(desk.now())), known: known)
        for order in page.items { ledger.take(order) }
        for malformed in page.malformed { ledger.take(malformed: malformed.id, malformed.problem) }
        var pipeline = Pipeline()
        try AffiliateStore.save(ledger.changed, tenant: tenant, account: id.uuid, &pipeline)
        FaultStore.clear(.order, ledger.read.map(FoundFault.affiliateKey), tenant: tenant, shop: id, &pipeline)
        FaultStore.save(ledger.faults, tenant: tenant, shop: id, source: .read, &pipeline)
        next.save(cursor, tenant: tenant, shop: id, &pipeline)
        if let again { try WorkQueue.enqueue([again], into: &pipeline) }
        let rest = pipeline
        try await transaction.send(rest)
        return ledger.changed.map { Draft($0, tenant: tenant, subject: $0.channelOrder) }
    }
}
