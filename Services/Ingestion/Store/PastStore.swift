import Contracts
import Foundation
import Messaging
import Postgres

/// What is known of an account's past, a page at a time, in the form in which it is told.
struct PastStore {
    let telling: Telling
    let transaction: Transaction

    /// A page of it.
    struct Page {
        var drafts: [Draft] = []
        /// Where the next page begins; nil: there is none.
        var next: Telling.Place?
        /// The channel's ids of orders for which something is still to be done.
        var open: [String] = []
    }

    /// Orders of a page, and things of a page of anything else: a few megabytes.
    static let pageOfOrders = 200
    private static let pageOfOthers = 500
    /// How long before the beginning an order may have been placed that was paid after it, cash on delivery for one, or
    /// a statement be made whose money arrived after it.
    static let margin: TimeInterval = 30 * 86_400

    private var tenant: TenantID { telling.key.tenant }
    private var account: UUID { telling.key.account.uuid }
    private var since: Date { telling.since.date }

    /// The next page of the part that is told at present.
    func page() async throws -> Page {
        switch telling.part {
        case .account: try await whole()
        case .orders: try await orders()
        case .statements: try await statements()
        case .affiliate: try await affiliate()
        case .end: Page()
        }
    }

    // MARK: Parts

    private func whole() async throws -> Page {
        var page = Page()
        if let facts = try await ShopFactsStore.lock(ShopID(account), tenant: tenant, transaction) {
            page.drafts.append(Draft(facts, tenant: tenant, subject: telling.key.account.description))
        }
        if let grant = try await ReadGrantStore.find(account, of: tenant, transaction) {
            page.drafts.append(Draft(grant.message, tenant: tenant, subject: grant.channelAccount))
        }
        return page
    }

    private func orders() async throws -> Page {
        let from = since.addingTimeInterval(-Self.margin)
        let before: SQL =
            telling.place.flatMap { place in
                UUID(text: place.name).map { "AND (o.placed_at, o.id) < (\(place.at ?? since), \($0))" }
            } ?? ""
        let rows = try await transaction.rows(
            """
            SELECT o.id, o.version, o.snapshot, o.placed_at, e.previous_status FROM orders AS o
            LEFT JOIN order_events AS e ON (e.tenant_id, e.order_id, e.version) = (o.tenant_id, o.id, o.version)
            WHERE o.tenant_id = \(tenant.uuid) AND o.shop_id = \(account) AND o.version > 0
                AND o.placed_at >= \(from) AND (o.placed_at >= \(since) OR o.updated_at >= \(since)) \(before)
            ORDER BY o.placed_at DESC, o.id DESC LIMIT \(Self.pageOfOrders)
            """
        ) { row in try OrderRow(row: &row) }
        let returns = try await returns(of: rows.map(\.id))
        var page = Page()
        for row in rows {
            page.drafts.append(draft(row))
            page.drafts += returns[row.id]?.map(draft) ?? []
            if telling.isForAll, row.isOpen { page.open.append(row.snapshot.channelOrder) }
        }
        page.next = rows.count < Self.pageOfOrders ? nil : rows.last.map { .init(at: $0.placedAt, name: $0.id.text) }
        return page
    }

    private func returns(of orders: [UUID]) async throws -> [UUID: [ReturnChanged]] {
        let rows = try await transaction.rows(
            """
            SELECT order_id, version, snapshot FROM returns WHERE tenant_id = \(tenant.uuid)
                AND order_id = ANY(\(orders)) ORDER BY order_id, channel_return
            """, as: (UUID, Int32, JSON).self)
        let told = try rows.map { order, version, snapshot in
            try snapshot.decode(ReturnSnapshot.self)
                .message(OrderID(order), version: Int(version), shop: ShopID(account))
        }
        return Dictionary(grouping: told) { $0.order.uuid }
    }

    private func statements() async throws -> Page {
        let rows = try await transaction.rows(
            """
            SELECT told FROM statements WHERE tenant_id = \(tenant.uuid) AND shop_id = \(account) AND version > 0
                AND statement_at >= \(since.addingTimeInterval(-Self.margin))
                AND channel_statement > \(telling.place?.name ?? "")
            ORDER BY channel_statement LIMIT \(Self.pageOfOthers)
            """, as: JSON.self)
        let told = try rows.map { try $0.decode(SettlementChanged.self) }
        return page(told, named: \.channelStatement)
    }

    private func affiliate() async throws -> Page {
        let rows = try await transaction.rows(
            """
            SELECT told FROM affiliate_orders WHERE tenant_id = \(tenant.uuid) AND account_id = \(account)
                AND placed_at >= \(since) AND channel_order > \(telling.place?.name ?? "")
            ORDER BY channel_order LIMIT \(Self.pageOfOthers)
            """, as: JSON.self)
        let told = try rows.map { try $0.decode(AffiliateOrderChanged.self) }
        return page(told, named: \.channelOrder)
    }

    // MARK: Drafts

    private func page<Body: Message>(_ told: [Body], named name: (Body) -> String) -> Page {
        Page(
            drafts: told.map { Draft($0, tenant: tenant, subject: name($0)) },
            next: told.count < Self.pageOfOthers ? nil : told.last.map { .init(at: nil, name: name($0)) })
    }

    private func draft(_ row: OrderRow) -> Draft {
        let order = row.snapshot.message(
            OrderID(row.id), version: row.version, shop: ShopID(account), previousStatus: row.previousStatus)
        let (journey, subject) = (row.id.text, order.channelOrder)
        return telling.isForAll
            ? Draft(order, tenant: tenant, correlation: journey, subject: subject)
            : Draft(OrderObserved(order: order), tenant: tenant, correlation: journey, subject: subject)
    }

    private func draft(_ told: ReturnChanged) -> Draft {
        let (journey, subject) = (told.order.description, told.channelReturn)
        return telling.isForAll
            ? Draft(told, tenant: tenant, correlation: journey, subject: subject)
            : Draft(ReturnObserved(change: told), tenant: tenant, correlation: journey, subject: subject)
    }
}

/// An order as it is told once more.
private struct OrderRow {
    let id: UUID
    let version: Int
    let snapshot: OrderSnapshot
    let placedAt: Date
    let previousStatus: OrderStatus?

    init(row: inout RowReader) throws {
        id = try row.next()
        version = Int(try row.next(Int32.self))
        snapshot = try row.next(JSON.self).decode(OrderSnapshot.self)
        placedAt = try row.next()
        previousStatus = try row.next(String?.self).flatMap(OrderStatus.init)
    }

    /// Whether somebody has to know where it goes.
    var isOpen: Bool { snapshot.status.rank < OrderStatus.inTransit.rank }
}
