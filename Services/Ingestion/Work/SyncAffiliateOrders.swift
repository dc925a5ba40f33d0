import Contracts
import Foundation
import Messaging
import TikTokShop

/// Reads new orders that are credited to creators, a page at a time.
struct SyncAffiliateOrders: WorkKind {
    static let name = "affiliate.sync"
    static let endpoint = Budgets.affiliate
    static let limits = WorkLimits(deadline: .seconds(60))

    let desk: ChannelDesk

    /// An order may be credited only some time after it was placed.
    private static let overlap: TimeInterval = 86_400

    /// Wants new ones read now and every so often.
    static func item(_ shop: Connection, _ settings: WorkSettings) -> WorkItem {
        WorkItem(
            SyncAffiliateOrders.self, tenant: shop.tenant, key: shop.shop.description, shop: shop.shop, priority: 5,
            every: settings.affiliateEvery)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        let closed: WorkResult = .ended(Self.self, job, as: .figures)
        return try await desk.attend(job, purpose: Self.name, as: .figures, closed: closed) { shop in
            let reading = AffiliateReading(desk: desk, cursor: .affiliate)
            return try await reading.page(of: shop, again: Self.item(shop.connection, desk.settings)) { before in
                (before?.readTo ?? shop.connection.connectedAt).addingTimeInterval(-Self.overlap)
            }
        }
    }
}

/// Reads all orders of the last 90 days that are credited to creators, a page at a time: when an account is connected,
/// and once a day from then on, since they change for weeks.
struct ReviewAffiliateOrders: WorkKind {
    static let name = "affiliate.review"
    static let endpoint = Budgets.affiliate
    static let limits = WorkLimits(deadline: .seconds(60))

    let desk: ChannelDesk

    /// Wants all of them read now and every day.
    static func item(_ shop: Connection, _ settings: WorkSettings) -> WorkItem {
        WorkItem(
            ReviewAffiliateOrders.self, tenant: shop.tenant, key: shop.shop.description, shop: shop.shop, priority: 10,
            every: settings.factsEvery)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        let closed: WorkResult = .ended(Self.self, job, as: .figures)
        return try await desk.attend(job, purpose: Self.name, as: .figures, closed: closed) { shop in
            let reading = AffiliateReading(desk: desk, cursor: .affiliateReview)
            return try await reading.page(of: shop, again: Self.item(shop.connection, desk.settings)) { _ in
                desk.now().addingTimeInterval(-AffiliateReading.longest)
            }
        }
    }
}
