/// Statements, what stands on them, and payments.
enum FinanceAnswers {
    @Sendable static func statements(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        try requireSort(call, "statement_time")
        let (from, below) = try window(call, "statement_time")
        let status = call.request.query["payment_status"]
        let all = world.statements(of: try call.shop())
        let fitting = all.filter { statement in
            isWithin(statement.time, from, below) && status.map { $0 == word(statement, world.now) } ?? true
        }
        let page = Page(
            fitting.map { PageKey(value: $0.time, id: $0.id) }, try call.page(1...100, default: 20, descending: false))
        let chosen = Dictionary(uniqueKeysWithValues: fitting.map { ($0.id, $0) })
        return [
            "statements": .array(page.ids.compactMap { chosen[$0] }.map { json($0, world.now) }),
            "next_page_token": .string(page.nextToken),
        ]
    }

    @Sendable static func transactions(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        try requireSort(call, "order_create_time")
        let shop = try call.shop()
        guard let time = StatementDay.time(of: call.ids[0]),
            let statement = world.statements(of: shop, madeAt: time).first, statement.id == call.ids[0]
        else {
            throw TikTokError.finance("Invalid parameter: statement_id")
        }
        let lines = lines(of: statement)
        let page = Page(lines.map(\.key), try call.page(1...100, default: 20, descending: false))
        let chosen = Dictionary(uniqueKeysWithValues: lines.map { ($0.key.id, $0.json) })
        let text = shop.market.currency.text
        return [
            "id": .string(statement.id), "create_time": .int(statement.time), "status": "SETTLED",
            "currency": .string(shop.market.currency.code), "payable_amount": .string(text(statement.amount)),
            "total_reserve_amount": "0", "total_settlement_amount": .string(text(statement.amount)),
            "total_settlement_breakdown": [
                "total_revenue_amount": .string(text(statement.revenue)),
                "total_shipping_cost_amount": .string(text(statement.shipping)),
                "total_fee_tax_amount": .string(text(statement.fee)),
                "total_adjustment_amount": .string(text(statement.correction)),
            ],
            "total_count": .int(lines.count), "transactions": .array(page.ids.compactMap { chosen[$0] }),
            "next_page_token": .string(page.nextToken),
        ]
    }

    /// One payment for each statement; not offered in South-East Asia.
    @Sendable static func payments(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        try requireSort(call, "create_time")
        let shop = try call.shop()
        guard shop.market.family != .southEastAsia else {
            throw TikTokError.finance("This API is not available in the region of the shop")
        }
        let (from, below) = try window(call, "create_time")
        let all = world.statements(of: shop).filter { isWithin($0.time, from, below) }
        let page = Page(
            all.map { PageKey(value: $0.time, id: $0.id) }, try call.page(1...100, default: 20, descending: false))
        let chosen = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
        return [
            "payments": .array(page.ids.compactMap { chosen[$0] }.map { payment($0, world.now) }),
            "next_page_token": .string(page.nextToken),
        ]
    }

    // MARK: Words

    private static func word(_ statement: ShopStatement, _ now: Moment) -> String {
        statement.isPaid(at: now) ? "PAID" : "PROCESSING"
    }

    /// Which amounts are told depends on the market, as the documentation says.
    private static func json(_ statement: ShopStatement, _ now: Moment) -> JSON {
        let market = statement.shop.market
        let text = market.currency.text
        let common: JSON = [
            "id": .string(statement.id), "statement_time": .int(statement.time),
            "settlement_amount": .string(text(statement.amount)), "currency": .string(market.currency.code),
            "fee_amount": .string(text(statement.fee)), "adjustment_amount": .string(text(statement.correction)),
            "payment_status": .string(word(statement, now)), "payment_id": .string(statement.paymentID),
        ]
        let isAngloSaxon = ["US", "GB"].contains(market.region)
        let told = isAngloSaxon ? common : common.adding(["revenue_amount": .string(text(statement.revenue))])
        guard market.family != .southEastAsia else { return told }
        return told.adding([
            "net_sales_amount": .string(text(statement.revenue)),
            "shipping_cost_amount": .string(text(statement.shipping)),
        ])
    }

    private static func payment(_ statement: ShopStatement, _ now: Moment) -> JSON {
        let currency = statement.shop.market.currency
        let amount: JSON = ["value": .string(currency.text(statement.amount)), "currency": .string(currency.code)]
        let told: JSON = [
            "id": .string(statement.paymentID), "create_time": .int(statement.time),
            "status": .string(word(statement, now)), "amount": amount, "settlement_amount": amount,
            "reserve_amount": ["value": "0", "currency": .string(currency.code)], "bank_account": "********0001",
        ]
        guard statement.isPaid(at: now) else { return told }
        return told.adding(["paid_time": .int(statement.time + StatementDay.transfer)])
    }

    private static func lines(of statement: ShopStatement) -> [(key: PageKey, json: JSON)] {
        let text = statement.shop.market.currency.text
        let orders = statement.settlements.map { settlement in
            let id = "1636\(settlement.order.id.suffix(15))"
            return (
                key: PageKey(value: settlement.order.created.seconds, id: id), json: line(settlement, id, text)
            )
        }
        guard statement.correction != 0 else { return orders }
        let id = StatementDay.id("1637", time: statement.time, shop: statement.shop.id)
        let correction: JSON = [
            "id": .string(id), "type": "DEDUCTIONS_INCURRED_BY_SELLER", "adjustment_id": .string(id),
            "adjustment_amount": .string(text(statement.correction)),
            "settlement_amount": .string(text(statement.correction)), "revenue_amount": "0", "fee_tax_amount": "0",
            "shipping_cost_amount": "0",
        ]
        return orders + [(key: PageKey(value: statement.time, id: id), json: correction)]
    }

    private static func line(_ settlement: Settlement, _ id: String, _ text: (Int) -> String) -> JSON {
        [
            "id": .string(id), "type": "ORDER", "order_id": .string(settlement.order.id),
            "order_create_time": .int(settlement.order.created.seconds),
            "settlement_amount": .string(text(settlement.amount)),
            "revenue_amount": .string(text(settlement.revenue)),
            "revenue_breakdown": ["subtotal_before_discount_amount": .string(text(settlement.gross))],
            "shipping_cost_amount": .string(text(settlement.shipping)),
            "fee_tax_amount": .string(text(settlement.fee)),
            "fee_tax_breakdown": [
                "fee": .object(settlement.fees.map { .init(name: $0.name, value: .string(text($0.amount))) }),
                "tax": ["vat_amount": "0"],
            ],
            "adjustment_amount": "0",
        ]
    }

    // MARK: Parameters

    private static func requireSort(_ call: TikTokCall, _ field: String) throws {
        guard call.request.query["sort_field"] == field else {
            throw TikTokError.finance("Invalid parameter: sort_field must be \(field)")
        }
    }

    private static func window(_ call: TikTokCall, _ name: String) throws -> (Int?, Int?) {
        func bound(_ end: String) throws -> Int? {
            guard let text = call.request.query["\(name)_\(end)"] else { return nil }
            guard let seconds = Int(text) else { throw TikTokError.finance("Invalid parameter: \(name)_\(end)") }
            return seconds
        }
        return (try bound("ge"), try bound("lt"))
    }
}
