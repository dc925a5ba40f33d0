/// What the platform settles and credits, to compare a client's figures with.
enum AdminSettlements {
    /// All statements of a shop, and its orders that are credited to creators.
    @Sendable static func show(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let shop = try AdminBooks.chosenShop(world, call)
        let refunded = world.refundedLines(of: shop.id)
        let credited = world.tiktok.orders.of(shop: shop.id).compactMap { order in
            world.tiktok.credit(for: order).map { (order: order, credit: $0) }
        }
        return [
            "shop": .string(shop.id), "currency": .string(shop.market.currency.code),
            "statements": .array(world.statements(of: shop).map { json($0, world.now) }),
            "credited": .array(
                credited.map { order, credit in
                    json(order, credit, refunded: refunded[order.id] ?? [], now: world.now)
                }),
        ]
    }

    private static func json(_ statement: ShopStatement, _ now: Moment) -> JSON {
        let fees = statement.settlements.flatMap(\.fees).reduce(into: [String: Int]()) {
            $0[$1.name, default: 0] += $1.amount
        }
        return [
            "id": .string(statement.id), "time": .int(statement.time), "settlement_minor": .int(statement.amount),
            "revenue_minor": .int(statement.revenue), "correction_minor": .int(statement.correction),
            "orders": .int(statement.settlements.count), "paid": .bool(statement.isPaid(at: now)),
            "fees_minor": .object(fees.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: .int($0.value)) }),
        ]
    }

    private static func json(
        _ order: Order, _ credit: AffiliateCredit, refunded: Set<String>, now: Moment
    ) -> JSON {
        let rows = credit.rows(of: order, refunded: refunded)
        let isSettled = Settlement(order, refunded: refunded, credit: credit, now: now) != nil
        return [
            "order": .string(order.id), "creator": .string(credit.creator.username),
            "estimated_minor": .int(rows.reduce(0) { $0 + $1.estimatedCommission }),
            "settled_minor": .int(isSettled ? rows.reduce(0) { $0 + $1.actualCommission } : 0),
        ]
    }
}
