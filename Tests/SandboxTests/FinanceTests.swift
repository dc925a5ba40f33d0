import Testing

@testable import Sandbox

/// Statements, payments and credited orders, all of which can be worked out from the shop's orders.
@Suite struct FinanceTests {
    /// A shop with finished orders of the last 90 days.
    private static func past(_ region: String = "US", orders: Int = 120) throws -> TestShop {
        var box = try TestShop(region: region)
        box.world.addHistory(shop: box.shop, orders: orders, days: 90)
        return box
    }

    @Test("every finished order stands on one statement, at midnight UTC behind its last day", arguments: ["US", "ID"])
    func statements(region: String) throws {
        let box = try Self.past(region)
        let now = box.world.now.seconds
        let finished = box.world.tiktok.orders.of(shop: box.shop.id).filter { order in
            order.status == .completed && order.kind.isSale
                && order.times.completed.map { ($0.seconds / 86_400 + 1) * 86_400 <= now } ?? false
        }
        let statements = box.world.statements(of: box.shop)
        #expect(statements.flatMap(\.settlements).map(\.order.id).sorted() == finished.map(\.id).sorted())
        #expect(finished.count > 50 && Set(statements.map(\.id)).count == statements.count)
        for statement in statements {
            #expect(statement.time.isMultiple(of: 86_400))
            for settlement in statement.settlements {
                let completed = try #require(settlement.order.times.completed?.seconds)
                #expect((statement.time - 86_400..<statement.time).contains(completed))
                let kept = settlement.order.openLines.reduce(0) { $0 + $1.price.original - $1.price.sellerDiscount }
                #expect(settlement.revenue == kept)
                #expect(settlement.amount == kept + settlement.shipping + settlement.fee)
            }
        }
    }

    @Test("a unit whose money went back earns the seller nothing, and a creator neither")
    func refunds() throws {
        var box = try TestShop()
        let id = try box.buyToShip([("A", 1), ("B", 1)])
        while box.status(id) != .delivered { box.world.advance(order: id) }
        let order = try #require(box.world.tiktok.orders[id])
        box.world.requestReturn(order: id, kind: .refundOnly, lines: [order.lines[0].id])
        box.pass(.days(3))
        box.world.advance(order: id)
        box.pass(.days(1))
        let settlement = try #require(box.world.statements(of: box.shop).first?.settlements.first)
        let kept = order.lines[1].price
        #expect(settlement.revenue == kept.original - kept.sellerDiscount)
        // 6 % of it, half a cent up.
        #expect(settlement.fees.first?.amount == -((settlement.revenue * 600 + 5_000) / 10_000))
        let credit = try #require(Self.credits(try Self.past()).first { $0.adsRate == nil })
        let row = try #require(credit.rows(of: order, refunded: [order.lines[0].id]).first { $0.undone == 1 })
        #expect(row.actualBase == 0 && row.actualCommission == 0 && row.estimatedBase == order.lines[0].price.sale)
    }

    /// To whom the orders of a shop are credited.
    private static func credits(_ box: TestShop) -> [AffiliateCredit] {
        box.world.tiktok.orders.of(shop: box.shop.id).compactMap { box.world.tiktok.credit(for: $0) }
    }

    @Test("over the wire: sums of transactions are those of the statement, in pages, and a sort field is required")
    func wire() async throws {
        try await LiveSandbox.run { live in
            let shop = try await live.openShop()
            let client = try await live.connect(shop)
            _ = try await live.admin("POST", "/shops/\(shop["id"]?.text ?? "")/history", ["orders": 200])
            #expect(try await client.call("GET", "/finance/202309/statements").code == 36_009_004)
            let listed = try await client.call(
                "GET", "/finance/202309/statements", [("sort_field", "statement_time"), ("page_size", "100")])
            let statements = listed.data["statements"]?.elements ?? []
            #expect(statements.count > 20 && listed.code == 0)
            for statement in statements.prefix(5) {
                let id = statement["id"]?.text ?? ""
                var (sum, token, pages) = (0, "", 0)
                repeat {
                    let more = token.isEmpty ? [] : [("page_token", token)]
                    let page = try await client.call(
                        "GET", "/finance/202501/statements/\(id)/statement_transactions",
                        [("sort_field", "order_create_time"), ("page_size", "2")] + more)
                    sum += (page.data["transactions"]?.elements ?? []).reduce(0) { $0 + cents($1["settlement_amount"]) }
                    token = page.data["next_page_token"]?.text ?? ""
                    pages += 1
                } while !token.isEmpty && pages < 100
                #expect(sum == cents(statement["settlement_amount"]))
                #expect(statement["revenue_amount"] == nil, "not told in the US")
            }
        }
    }

    @Test("a payment arrives two days after its statement, and is not offered in South-East Asia")
    func payments() async throws {
        try await LiveSandbox.run { live in
            for region in ["US", "ID"] {
                let shop = try await live.openShop(region: region)
                let client = try await live.connect(shop)
                _ = try await live.admin("POST", "/shops/\(shop["id"]?.text ?? "")/history", ["orders": 60])
                let reply = try await client.call("GET", "/finance/202309/payments", [("sort_field", "create_time")])
                #expect((reply.code == 0) == (region == "US"))
                for payment in reply.data["payments"]?.elements ?? [] {
                    let made = payment["create_time"]?.number ?? 0
                    let isOver = live.clock.now.seconds >= made + 2 * 86_400
                    #expect(payment["status"]?.text == (isOver ? "PAID" : "PROCESSING"))
                    #expect(payment["paid_time"]?.number == (isOver ? made + 2 * 86_400 : nil))
                }
            }
        }
    }
}

/// A decimal text of dollars in cents.
private func cents(_ text: JSON?) -> Int {
    let parts = (text?.text ?? "0").split(separator: ".")
    let whole = Int(parts[0]) ?? 0
    guard parts.count == 2, let rest = Int(parts[1]) else { return whole * 100 }
    return whole * 100 + (parts[0].hasPrefix("-") ? -rest : rest)
}
