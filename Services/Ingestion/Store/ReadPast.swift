import Contracts
import Foundation
import Postgres

/// Since when an account's past has been read.
struct ReadPast {
    let key: Telling.Key
    /// How far back the first reading goes.
    let backfill: TimeInterval

    init(_ key: Telling.Key, backfill: TimeInterval) {
        self.key = key
        self.backfill = backfill
    }

    /// What has to be read for the first time before the past is known: of a shop its orders and what became of them,
    /// of a creator account what it is credited with.
    private static let readings: (shop: [(String, Cursor.Name)], creator: [(String, Cursor.Name)]) = (
        [
            (BackfillOrders.name, .backfill), (SyncReturns.name, .cancellations), (SyncReturns.name, .returns),
        ], [(ReviewAffiliateOrders.name, .affiliateReview)]
    )

    /// Since when it is complete; nil while a first reading is under way.
    func completeSince(_ transaction: Transaction) async throws -> Date? {
        let (tenant, account) = (key.tenant.uuid, key.account.uuid)
        let known = try await transaction.first(
            """
            SELECT min(began), bool_or(is_shop) FROM (
                SELECT connected_at, true FROM connections WHERE tenant_id = \(tenant) AND shop_id = \(account)
                UNION ALL
                SELECT granted_at, holder = 'seller' FROM read_grants WHERE tenant_id = \(tenant) AND id = \(account)
            ) AS known (began, is_shop)
            """, as: (Date?, Bool?).self)
        guard let began = known?.0, let isShop = known?.1 else { return Date() }
        var isWhole = true
        for (kind, name) in isShop ? Self.readings.shop : Self.readings.creator {
            let cursor = try await Cursor.find(name, tenant: key.tenant, shop: ShopID(account), transaction)
            if let cursor, cursor.token == nil { continue }
            if try await isWanted(kind, transaction) { return nil }
            isWhole = false
        }
        // What is read no more, or never was, is complete from where reading began.
        return isWhole ? began.addingTimeInterval(-backfill) : began
    }

    private func isWanted(_ kind: String, _ transaction: Transaction) async throws -> Bool {
        try await transaction.first(
            """
            SELECT EXISTS (SELECT FROM work WHERE tenant_id = \(key.tenant.uuid) AND shop = \(key.account.uuid)
                AND kind = \(kind) AND state <> 'failed')
            """, as: Bool.self) ?? false
    }
}
