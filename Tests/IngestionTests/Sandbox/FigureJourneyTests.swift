import Contracts
import Foundation
import Messaging
import Outbound
import Postgres
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
            #expect(facts.newProducts == 5, "the demo's four, and their set")
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

    @Test("a shop that was only read is told once more to everybody when it is connected, with where its orders go")
    func opened() async throws {
        try await Road.run { road in
            let (shop, _) = try await past(road)
            let order = try await road.place(at: shop)
            _ = try await road.grant(["shop": shop])
            try await road.bench.work(until: { try await road.bench.sent(OrderObserved.self).count >= 41 })
            #expect(try await road.bench.sent(OrderChanged.self).isEmpty)
            try await road.connect(shop)
            try await road.bench.work(until: {
                let told = try await road.bench.sent(OrderChanged.self).map(\.channelOrder)
                let recipients = try await road.bench.sent(RecipientChanged.self).map(\.channelOrder)
                return Set(told).count >= 41 && recipients.contains(order)
            })
            let (changed, observed) = (
                try await road.bench.sent(OrderChanged.self), try await road.bench.sent(OrderObserved.self)
            )
            #expect(Set(observed.map(\.order.order)).isSubset(of: Set(changed.map(\.order))), "under the same ids")
        }
    }

    @Test("the app that only reads hears that it was shut out, and the other app's connection stays")
    func shutOut() async throws {
        try await Road.run { road in
            let shop = try await road.shop()
            try await road.connect(shop)
            _ = try await road.grant(["shop": shop])
            _ = try await road.admin(.post, "/apps/credit/webhook", #"{"url":"\#(road.hooks)"}"#)
            _ = try await road.admin(.post, "/tokens/revoke", #"{"app":"credit","shop":"\#(shop)"}"#)
            // A grant of this minute may not have reached all of the channel.
            try await road.bench.database.run("UPDATE accounts SET granted_at = now() - interval '1 hour'")
            try await eventually(within: .seconds(20), "the webhook is heard") {
                try await road.hear()
                return try await !road.bench.work(of: CheckAccount.self).isEmpty
            }
            try await road.bench.work(until: { try await road.bench.sent(ReadGrantChanged.self).count == 2 })
            #expect(try await road.bench.sent(ReadGrantChanged.self).map(\.state) == [.connected, .deauthorized])
            let states = try await road.bench.database.rows("SELECT state FROM connections", as: String.self)
            #expect(states == ["connected"])
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
