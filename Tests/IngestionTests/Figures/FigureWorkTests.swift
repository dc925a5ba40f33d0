import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Ingestion
@testable import TikTokShop

/// Statements, payments, credited orders and facts, read by work against a channel that answers by script.
struct FigureWorkTests {
    private static let statement: [String: any Sendable] = [
        "id": "7238", "statement_time": 1_767_225_600, "currency": "USD", "settlement_amount": "35.48",
        "net_sales_amount": "43.80", "fee_amount": "-8.32", "adjustment_amount": "0", "payment_status": "PROCESSING",
        "payment_id": "3459", "a_field_of_tomorrow": 1,
    ]

    private static func line(_ id: String, _ settlement: String = "17.74") -> [String: any Sendable] {
        [
            "id": id, "type": "ORDER", "order_id": "5764\(id)", "settlement_amount": settlement,
            "revenue_amount": "21.90",
            "fee_tax_breakdown": [
                "fee": ["referral_fee_amount": "-1.31", "affiliate_commission_amount": "-2.85"]
                    as [String: any Sendable]
            ] as [String: any Sendable],
        ]
    }

    /// A statement of two orders on two pages.
    private func script(_ bench: Bench, _ statement: [String: any Sendable] = statement) {
        bench.channel.on(.statements) { _ in ["statements": [statement]] }
        bench.channel.on(.statementTransactions) { call in
            call.query["page_token"] == nil
                ? ["transactions": [Self.line("1")], "next_page_token": "two"] : ["transactions": [Self.line("2")]]
        }
    }

    private func sync(_ bench: Bench, _ shop: Ingestion.Connection) async throws {
        try await bench.queue.enqueue([SyncStatements.item(shop, bench.desk.settings)])
        try await bench.work([SyncStatements(desk: bench.desk), ReadStatement(desk: bench.desk)])
    }

    @Test("a statement is told once all that stands on it is read, with its fees as a map, and a repeat tells nothing")
    func statements() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            script(bench)
            for _ in 0..<2 { try await sync(bench, shop) }
            let told = try await bench.sent(SettlementChanged.self)
            #expect(told.count == 1)
            let first = try #require(told.first)
            #expect(first.version == 1 && first.settlement == 3_548 && first.revenue == 4_380)
            // Two orders of 17.74 each: 1.31 and 2.85 twice.
            #expect(first.fees == ["referral_fee_amount": -262, "affiliate_commission_amount": -570])
            #expect(first.commission == .init(affiliate: -570))
            #expect(first.lines.map(\.transactions) == [2] && first.lines.map(\.settlement) == [3_548])
            #expect(bench.channel.count(.statementTransactions) == 2)
            let kept = try await bench.database.first(
                "SELECT received->>'a_field_of_tomorrow' FROM statements", as: String.self)
            #expect(kept == "1", "a statement is kept as it was received")
            #expect(try await bench.count("statement_lines") == 2)
        }
    }

    @Test("the payment alone may change: then the statement is told anew without being read again")
    func paid() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            script(bench)
            try await sync(bench, shop)
            script(bench, Self.statement.merging(["payment_status": "PAID"]) { $1 })
            try await sync(bench, shop)
            bench.channel.on(.payments) { _ in
                [
                    "payments": [
                        ["id": "3459", "status": "PAID", "create_time": 1_767_225_600, "paid_time": 1_767_398_400]
                            as [String: any Sendable]
                    ]
                ]
            }
            for _ in 0..<2 {
                try await bench.queue.enqueue([SyncPayments.item(shop, bench.desk.settings)])
                try await bench.work([SyncPayments(desk: bench.desk)])
            }
            let told = try await bench.sent(SettlementChanged.self)
            #expect(told.map(\.version) == [1, 2, 3])
            #expect(told.map(\.payment.state) == [.processing, .paid, .paid])
            #expect(told.last?.payment.at == Instant(seconds: 1_767_398_400))
            #expect(bench.channel.count(.statementTransactions) == 2)
        }
    }

    @Test("a statement of which a line cannot be read is not told, and the field has a name")
    func unreadable() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            script(bench)
            bench.channel.on(.statementTransactions) { _ in ["transactions": [Self.line("1", "much")]] }
            try await sync(bench, shop)
            #expect(try await bench.sent(SettlementChanged.self).isEmpty)
            let fault = try await bench.database.first("SELECT key || ' ' || field FROM faults", as: String.self)
            #expect(fault == "statement/7238 transactions[0].settlement_amount")
            script(bench)
            try await sync(bench, shop)
            #expect(try await bench.sent(SettlementChanged.self).map(\.settlement) == [3_548])
            #expect(try await bench.count("faults") == 0)
        }
    }

    @Test("what the seller has not granted ends its reading without a word to anybody")
    func withheld() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.statements) { _ in throw ScriptedChannel.error(.scopeMissing, .statements) }
            try await bench.queue.enqueue([SyncStatements.item(shop, bench.desk.settings)])
            try await bench.work([SyncStatements(desk: bench.desk)])
            #expect(try await bench.count("work") == 0)
            #expect(try await bench.database.first("SELECT trouble FROM accounts", as: String?.self) == .some(nil))
        }
    }

    @Test("in South-East Asia payments are not asked for")
    func asia() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect(region: "ID")
            try await bench.queue.enqueue([SyncPayments.item(shop, bench.desk.settings)])
            try await bench.work([SyncPayments(desk: bench.desk)])
            #expect(try await bench.count("work") == 0)
            #expect(bench.channel.calls.isEmpty)
        }
    }

    @Test("an order whose listings lie on two pages is told as one, and a repeat tells nothing")
    func affiliate() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.sellerAffiliateOrders) { call in
                let isFirst = call.query["page_token"] == nil
                let sku = AffiliateReaderTests.sku(isFirst ? [:] : ["sku_id": "1729000000000000201"])
                return [
                    "orders": [["id": "1", "create_time": 1_767_221_000, "status": "PROCESSING", "skus": [sku]]],
                    "next_page_token": isFirst ? "two" : "",
                ]
            }
            for _ in 0..<2 {
                try await bench.queue.enqueue([ReviewAffiliateOrders.item(shop, bench.desk.settings)])
                try await bench.work([ReviewAffiliateOrders(desk: bench.desk)])
            }
            #expect(bench.channel.count(.sellerAffiliateOrders) == 4)
            let told = try await bench.sent(AffiliateOrderChanged.self)
            #expect(told.map(\.version) == [1, 2] && told.map(\.rows.count) == [1, 2])
            #expect(told.last?.rows.map(\.channelSKU) == ["1729000000000000101", "1729000000000000201"])
            let from = try #require(bench.channel.calls.first?.body)
            #expect(from.contains("create_time_ge"))
        }
    }

    @Test("each fact that is refused is not told, the others are, and the same facts are told once")
    func facts() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.authorizedShops) { _ in
                ["shops": [["id": "7495", "region": "US", "seller_type": "LOCAL", "cipher": "c"]]]
            }
            bench.channel.on(.activeShops) { _ in ["shops": [["id": "7495", "region": "US"]]] }
            bench.channel.on(.statements) { _ in throw ScriptedChannel.error(.scopeMissing, .statements) }
            bench.channel.on(.searchProducts) { call in
                #expect(call.body.contains("create_time_ge") && call.query["page_size"] == "1")
                return ["products": [] as [String], "total_count": 7] as [String: Any]
            }
            bench.channel.on(.servicePerformance) { _ in
                [
                    "performance": ["satisfaction_percentage": "95.2", "response_percentage": ""]
                        as [String: any Sendable]
                ]
            }
            bench.channel.on(.shopPerformance) { _ in throw ScriptedChannel.error(.scopeMissing, .shopPerformance) }
            for _ in 0..<2 {
                try await bench.queue.enqueue([SyncShopFacts.item(shop, bench.desk.settings)])
                try await bench.work([SyncShopFacts(desk: bench.desk)])
            }
            let told = try await bench.sent(ShopFactsRead.self)
            #expect(told.count == 1)
            let facts = try #require(told.first)
            #expect(facts.version == 1 && facts.isActive == true && facts.isCrossBorder == false)
            #expect(facts.satisfaction == 9_520 && facts.answered == nil && facts.sellingSince == nil)
            #expect(facts.newProducts == 7)
            #expect(facts.reported == nil && facts.rating == nil && facts.violations == nil)
        }
    }
}
