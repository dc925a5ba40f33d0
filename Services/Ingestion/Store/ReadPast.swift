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

    /// What has to be read for the first time before the past is known.
    private struct Reading {
        /// The work that reads it.
        let kind: String
        let cursor: Cursor.Name
        /// The work that reads what is new, from where the account began; nil where that is the same work.
        var follower: String?
    }

    /// Of a shop its orders and what became of them, of a creator account what it is credited with: its income.
    private static let readings: (shop: [Reading], creator: [Reading]) = (
        [
            Reading(kind: BackfillOrders.name, cursor: .backfill, follower: PollOrders.name),
            Reading(kind: SyncReturns.name, cursor: .cancellations),
            Reading(kind: SyncReturns.name, cursor: .returns),
        ],
        [
            Reading(
                kind: ReviewAffiliateOrders.name, cursor: .affiliateReview, follower: SyncAffiliateOrders.name)
        ]
    )
    /// What is waited for as well, and stands in nobody's way where it was not granted.
    private static let beside = [
        Reading(kind: SyncStatements.name, cursor: .statements),
        Reading(kind: ReviewAffiliateOrders.name, cursor: .affiliateReview),
    ]

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
        for reading in Self.beside {
            if try await !isRead(reading, transaction), try await isWanted(reading.kind, transaction) { return nil }
        }
        if try await isWanted(ReadStatement.name, transaction) { return nil }
        var since = began.addingTimeInterval(-backfill)
        for reading in isShop ? Self.readings.shop : Self.readings.creator {
            if try await isRead(reading, transaction) { continue }
            if try await isWanted(reading.kind, transaction) { return nil }
            // Of a past that nobody reads, what is new is known where somebody follows it; else nothing is.
            guard let follower = reading.follower, try await isWanted(follower, transaction) else { return Date() }
            since = began
        }
        return since
    }

    private func isRead(_ reading: Reading, _ transaction: Transaction) async throws -> Bool {
        let cursor = try await Cursor.find(
            reading.cursor, tenant: key.tenant, shop: ShopID(key.account.uuid), transaction)
        return cursor.map { $0.token == nil } ?? false
    }

    private func isWanted(_ kind: String, _ transaction: Transaction) async throws -> Bool {
        try await transaction.first(
            """
            SELECT EXISTS (SELECT FROM work WHERE tenant_id = \(key.tenant.uuid) AND shop = \(key.account.uuid)
                AND kind = \(kind) AND state <> 'failed')
            """, as: Bool.self) ?? false
    }
}
