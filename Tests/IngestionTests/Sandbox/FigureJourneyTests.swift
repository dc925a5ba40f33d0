import Contracts
import Foundation
import Messaging
import Outbound
import TestKit
import Testing

@testable import Ingestion

/// Figures that scores are made of, read from the sandbox and compared with its books.
@Suite(.timeLimit(.minutes(5)))
struct FigureJourneyTests {
    /// What the sandbox's books say of a shop.
    private struct Books {
        /// By the channel's ids: settlement, revenue, orders and settled commission.
        var statements: [String: [Int64]] = [:]
        /// Settled commission of each credited order, by creator and the channel's ids.
        var credited: [String: [String: Int64]] = [:]

        init(_ road: Road, _ shop: String) async throws {
            let told = try await road.admin(.get, "/settlements?shop=\(shop)")
            for statement in try #require(told["statements"] as? [[String: Any]]) {
                let fees = statement["fees_minor"] as? [String: Int64] ?? [:]
                statements[statement["id"] as? String ?? ""] = [
                    statement["settlement_minor"] as? Int64 ?? 0, statement["revenue_minor"] as? Int64 ?? 0,
                    statement["orders"] as? Int64 ?? 0, fees["affiliate_commission_amount"] ?? 0,
                ]
            }
            for entry in try #require(told["credited"] as? [[String: Any]]) {
                let (creator, order) = (entry["creator"] as? String ?? "", entry["order"] as? String ?? "")
                credited[creator, default: [:]][order] = entry["settled_minor"] as? Int64 ?? 0
            }
        }
    }

    private func past(_ road: Road) async throws -> (shop: String, books: Books) {
        let shop = try await road.shop()
        _ = try await road.admin(.post, "/shops/\(shop)/history", #"{"orders":40,"days":60}"#)
        return (shop, try await Books(road, shop))
    }

    /// What was told of statements, in the form of the books.
    private func settled(_ road: Road) async throws -> [String: [Int64]] {
        let told = try await road.bench.sent(SettlementChanged.self)
        let pairs = told.map { statement in
            let orders = statement.lines.filter { $0.kind == .order }.reduce(0) { $0 + $1.transactions }
            return (
                statement.channelStatement,
                [statement.settlement, statement.revenue ?? 0, Int64(orders), statement.commission.affiliate]
            )
        }
        return Dictionary(pairs) { _, later in later }
    }

    private func credited(_ road: Road) async throws -> [AffiliateOrderChanged] {
        let told = try await road.bench.sent(AffiliateOrderChanged.self)
        return Array(Dictionary(told.map { ($0.channelOrder, $0) }) { _, later in later }.values)
    }

    @Test("statements and credited orders are told as they stand in the books, and add up to one another")
    func operations() async throws {
        try await Road.run { road in
            let (shop, books) = try await past(road)
            try await road.connect(shop, scopes: nil)
            let all = books.credited.values.reduce(into: [:]) { $0.merge($1) { $1 } }
            #expect(books.statements.count > 10 && all.count > 3)
            try await road.bench.work(until: {
                let (statements, orders) = (try await settled(road).count, try await credited(road).count)
                let facts = try await road.bench.sent(ShopFactsRead.self)
                return statements == books.statements.count && orders == all.count && !facts.isEmpty
            })
            #expect(try await settled(road) == books.statements)
            let rows = try await credited(road).flatMap(\.rows)
            let commission = rows.reduce(0) { $0 + ($1.settledCommission ?? 0) }
            #expect(commission == all.values.reduce(0, +))
            // Commission is the shop's cost on statements and the creators' income on their orders.
            #expect(commission == -books.statements.values.reduce(0) { $0 + $1[3] })
            let facts = try #require(try await road.bench.sent(ShopFactsRead.self).last)
            #expect(facts.isActive == true && facts.sellingSince != nil && facts.reported?.orders ?? 0 > 0)
            #expect(facts.rating == nil && facts.violations == nil, "no call of the channel's tells them")
        }
    }

    @Test("a shop that granted the app that only reads is read whole, and nobody hears of its orders by mistake")
    func credit() async throws {
        try await Road.run { road in
            let (shop, books) = try await past(road)
            let finished = try await road.grant(["shop": shop])
            #expect(finished.shops.count == 1 && finished.creator == nil)
            try await road.bench.work(until: {
                let orders = try await road.bench.sent(OrderObserved.self).count
                return try await settled(road) == books.statements && orders >= 40
            })
            let grant = try #require(try await road.bench.sent(ReadGrantChanged.self).last)
            #expect(grant.shop == finished.shops.first && grant.granted == ConnectionChanged.Grant.allCases)
            #expect(try await road.bench.sent(OrderChanged.self).isEmpty)
            #expect(try await road.bench.sent(RecipientChanged.self).isEmpty)
            #expect(try await road.bench.sent(ConnectionChanged.self).isEmpty)
        }
    }

    @Test("a creator is told what every shop's orders brought, as the shops' books say")
    func creator() async throws {
        try await Road.run { road in
            let (_, books) = try await past(road)
            let name = try #require(books.credited.max { $0.value.count < $1.value.count }?.key)
            let expected = try #require(books.credited[name])
            let finished = try await road.grant(["creator": name])
            #expect(finished.shops.isEmpty && finished.creator != nil)
            try await road.bench.work(until: { try await credited(road).count == expected.count })
            let told = try await credited(road)
            #expect(told.allSatisfy { $0.creator == finished.creator && $0.shop == nil })
            for order in told {
                let commission = order.rows.reduce(0) { $0 + ($1.settledCommission ?? 0) }
                #expect(commission == expected[order.channelOrder])
            }
        }
    }
}
