import Foundation
import Outbound
import Testing

@testable import TikTokShop

/// Statements, payments, credited orders and figures: what goes out and what is read.
struct FinanceCallTests {
    @Test("Statements are asked for by time, in the one order that the channel knows")
    func statements() throws {
        let window = TimeWindow(from: UnixSeconds(1_767_000_000), until: UnixSeconds(1_767_225_600))
        let request = try Fixture.request(SearchStatements(made: window))
        #expect(request.method == .get && request.body.isEmpty)
        #expect(
            request.url.contains("/finance/202309/statements?page_size=100&sort_field=statement_time&sort_order=ASC"))
        #expect(request.url.contains("&statement_time_ge=1767000000&statement_time_lt=1767225600&"))
        let lines = try Fixture.request(GetStatementTransactions(statement: "7238", pageToken: "a+b"))
        #expect(lines.url.contains("/finance/202501/statements/7238/statement_transactions?page_size=100"))
        #expect(lines.url.contains("sort_field=order_create_time&sort_order=ASC&page_token=a%2Bb"))
    }

    @Test("A statement is kept whole, with what nobody knows yet and every digit of a long number")
    func whole() throws {
        let json = #"""
            {"code":0,"data":{"statements":[{"id":"7238000000000000001","statement_time":1767225600,"currency":"USD",
             "settlement_amount":"412.07","fee_amount":"-61.43","payment_status":"PROCESSING",
             "tomorrow":{"list":[1,2.50,null,true,"x"],"big":7238804564097517339}}]}}
            """#
        let statement = try #require(try Fixture.page(json, of: Whole<Statement>.self).items.first)
        #expect(statement.item.settlementAmount == "412.07" && statement.item.feeAmount == "-61.43")
        #expect(statement.json["tomorrow"]?["big"] == .whole(7_238_804_564_097_517_339))
        #expect(
            statement.json["tomorrow"]?["list"]
                == .list([.whole(1), .decimal(Decimal(string: "2.5") ?? 0), .null, .bool(true), .text("x")]))
        let again = try JSONDecoder().decode(ReceivedJSON.self, from: JSONEncoder().encode(statement.json))
        #expect(again == statement.json)
    }

    @Test("Fees are read by whatever name they have")
    func fees() throws {
        let json = #"""
            {"code":0,"data":{"transactions":[{"id":"1","type":"ORDER","settlement_amount":"1.00","fee_tax_breakdown":
             {"fee":{"a_fee":"-1.20","b_fee":"","c_fee":-3,"d":{"e":"1"}},"tax":{"vat_amount":"0"}}}]}}
            """#
        let line = try #require(try Fixture.page(json, of: Whole<StatementTransaction>.self).items.first).item
        #expect(line.feeTaxBreakdown?.fee?.amounts == ["a_fee": "-1.20", "c_fee": "-3"])
        #expect(line.feeTaxBreakdown?.tax?.amounts == ["vat_amount": "0"])
    }

    @Test("Credited orders are searched by the time of placing, a seller's with the shop's cipher, a creator's without")
    func affiliate() throws {
        let window = TimeWindow(from: UnixSeconds(1_767_000_000))
        let seller = try Fixture.request(SearchShopAffiliateOrders(created: window, size: 500))
        #expect(seller.url.contains("/affiliate_seller/202410/orders/search?page_size=100&"))
        #expect(seller.url.contains("shop_cipher="))
        #expect(String(decoding: seller.body, as: UTF8.self) == #"{"create_time_ge":1767000000}"#)
        let creator = try Fixture.request(SearchCreatorAffiliateOrders())
        #expect(!creator.url.contains("shop_cipher") && String(decoding: creator.body, as: UTF8.self) == "{}")
    }

    @Test("A rate is the same as a number and as a text")
    func rates() throws {
        let json = #"""
            {"code":0,"data":{"orders":[{"id":"1","skus":[{"commission_rate":1550},{"commission_rate":"1550"}]}]}}
            """#
        let order = try #require(try Fixture.page(json, of: AffiliateOrder.self).items.first)
        #expect(order.skus?.map(\.commissionRate) == ["1550", "1550"])
    }

    @Test("The channel's own figures are those of whole days, in the shop's currency")
    func performance() throws {
        let request = try Fixture.request(GetShopPerformance(from: "2025-10-03", until: "2026-01-01"))
        #expect(request.url.contains("start_date_ge=2025-10-03&end_date_lt=2026-01-01&granularity=ALL&currency=LOCAL"))
        let reply = try Fixture.reply(
            #"{"code":0,"data":{"performance":{"intervals":[{"gmv":{"amount":"9.90","currency":"USD"},"orders":3}]}}}"#,
            as: GetShopPerformance.Reply.self)
        #expect(reply.intervals.first?.gmv?.amount == "9.90" && reply.intervals.first?.orders == 3)
        #expect(try Fixture.reply(#"{"code":0,"data":{}}"#, as: GetShopPerformance.Reply.self).intervals.isEmpty)
    }

    @Test("Creators agree on a page of their own, by the app's key")
    func creators() {
        let app = AppCredentials(key: "k", secret: Credential("s"), serviceID: "7495")
        let page = AuthorizationPage(app: app)
        #expect(page.creatorURL(state: "a b") == "https://shop.tiktok.com/alliance/creator/auth?app_key=k&state=a%20b")
        #expect(page.isNamed(by: [QueryItem("code", "c"), QueryItem("app_key", "k")]))
        #expect(!page.isNamed(by: [QueryItem("app_key", "other")]))
    }
}
