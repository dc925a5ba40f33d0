import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Credit

/// Where real inputs meet the formulas: what an account is, where it sells, whose it is, and how old what is known is.
@Suite(.timeLimit(.minutes(3)))
struct InputTests {
    // MARK: Where creators are

    @Test("a creator whose market nobody tells is scored where they have declared who they are, and not before")
    func creatorAlone() async throws {
        try await CreditWorld.lend { world in
            try await world.link(Told.creator, kind: .creator)
            try await world.grant(Told.creator, isCreator: true, granted: [.affiliate])
            try await world.tell((0..<30).map { Told.credited($0, sales: 60_000, settled: 10_000, daysAgo: 30) })
            let early = try await world.score(at: Given.days(ago: 1)).standing
            #expect(early.obstacles.map(\.code) == ["marketUnknown"], "it is connected, so it is no missing shop")
            try await world.declare([.identity], market: "GB")
            let assessment = try await world.score()
            #expect(assessment.standing.accounts.map(\.market) == ["GB"])
            let figures = try #require(assessment.score).figures
            #expect(figures.monthlyIncome == usd(100_000), "30 × 100 ÷ 3")
            #expect(figures.commissions?.settled == usd(300_000))
        }
    }

    @Test("of a creator's declared markets the last counts, and what the channel tells before them all")
    func declared() async throws {
        try await CreditWorld.lend { world in
            try await world.link(Told.creator, kind: .creator)
            try await world.grant(Told.creator, isCreator: true)
            try await world.declare([.identity], market: "GB")
            try await world.database.run("UPDATE documents SET declared_at = now() - interval '1 day'")
            try await world.declare([.identity], market: "DE")
            #expect(try await world.score(at: Given.days(ago: 1)).standing.accounts.map(\.market) == ["DE"])
            try await world.grant(Told.creator, isCreator: true, region: "AU", version: 2)
            #expect(try await world.score().standing.obstacles.map(\.code) == ["regionBlocked"])
        }
    }

    // MARK: What an account is

    @Test("a shop that is offered as a creator account earns nothing by what it pays its creators")
    func otherKind() async throws {
        try await CreditWorld.lend { world in
            try await world.link(kind: .creator)
            try await world.connect()
            try await world.declare([.identity])
            var cost = Told.credited(1, sales: 60_000, settled: 10_000, daysAgo: 3)
            (cost.shop, cost.creator) = (ShopID(Told.shop.uuid), nil)
            try await world.tell([cost])
            try await world.tell([Told.sale(1, daysAgo: 3)])
            #expect(try await world.count("affiliate_orders") == 0)
            #expect(try await world.count("orders") == 0)
            #expect(try await world.score().standing.obstacles.map(\.code) == ["otherKind"])
        }
    }

    @Test("what a paper let us see that has ended is not let see any more")
    func deadPaper() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.connect(granted: [.shop, .orders, .products], version: 2)
            try await world.grant(Told.shop, granted: [.finance])
            #expect(try await world.score(at: Given.days(ago: 2)).standing.obstacles.isEmpty)
            try await world.grant(Told.shop, state: .deauthorized, granted: [.finance], version: 2)
            let standing = try await world.score(at: Given.days(ago: 1)).standing
            #expect(standing.obstacles.map(\.code) == ["missingPermissions"])
            #expect(standing.obstacles.first?.what == ["finance"])
        }
    }

    @Test("orders of a connected shop are read by its connection: what the other app may see stands in for none")
    func ordersOfConnection() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.connect(granted: [.shop, .products, .finance], version: 2)
            try await world.grant(Told.shop, granted: [.shop, .orders])
            let standing = try await world.score(at: Given.days(ago: 2)).standing
            #expect(standing.obstacles.map(\.code) == ["missingPermissions"])
            #expect(standing.obstacles.first?.what == ["orders"], "returns would pass for none")
            try await world.connect(state: .disconnected, version: 3)
            try await world.grant(Told.shop, region: "US", granted: [.shop, .products, .orders, .finance], version: 2)
            #expect(try await world.score(at: Given.days(ago: 1)).standing.obstacles.isEmpty, "read by the other app")
        }
    }

    // MARK: Whose it is

    @Test("an account through two brands is one link's, and the next waits until it is let go")
    func oneLink() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            let second = SubjectLink(
                link: .mint(), subject: Told.subject, brand: Told.lender, account: Told.shop, kind: .seller,
                state: .linked, version: 2, changedAt: Given.days(ago: 5))
            let handler = SubjectChangedHandler(wishes: ScoreWishes(pause: .zero, queue: world.queue))
            func tell() async throws -> Outcome? {
                let metadata = Metadata(id: .v7(), name: SubjectChanged.name, tenant: Told.subject)
                return try await handler.run([Received(metadata, SubjectChanged(link: second))], on: world.database)
                    .first?.outcome
            }
            #expect(try await tell() == .retry(reason: "the account is still another link's"))
            #expect(try await world.count("accounts", "is_linked") == 1)
            try await world.link(state: .ended, version: 3, complete: nil)
            #expect(try await tell() == .done)
            #expect(try await world.count("accounts", "is_linked") == 1)
        }
    }

    @Test("a creator account that has two ids is counted once, the one that was taken up first")
    func twoIDs() {
        func account(
            _ number: UInt8, _ name: String, days: Int64, _ state: ConnectionChanged.State = .connected
        ) -> LinkedAccount {
            var account = LinkedAccount(
                account: AccountID(Told.id(number)), kind: .creator, linkedAt: Given.days(ago: days),
                completeSince: nil)
            account.grant = ReadGrantChanged(
                creator: CreatorID(Told.id(number)), version: 1, channelAccount: name, title: "", state: state,
                grantedAt: Given.days(ago: 100))
            return account
        }
        let accounts = [account(20, "ana", days: 3), account(21, "ana", days: 9), account(22, "ben", days: 1)]
        #expect(accounts.distinct.map(\.account.uuid) == [Told.id(21), Told.id(22)])
        let dead = accounts + [account(23, "ana", days: 20, .disconnected)]
        #expect(dead.distinct.map(\.account.uuid) == [Told.id(21), Told.id(22)], "one that lives comes first")
    }

    // MARK: How old it is

    @Test("a shop whose readings have not come through for three days is known as of then")
    func age() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.tell([Told.sale(1, daysAgo: 5)])
            func read(_ days: Int64, at: Int64) async throws {
                let then = Given.days(ago: days)
                try await world.read(
                    AccountRead(
                        account: Told.shop, at: Given.days(ago: at), orders: then, finance: then, affiliate: then,
                        facts: then))
            }
            try await read(3, at: 1)
            let old = try #require(try await world.score(at: Given.days(ago: 1)).score)
            #expect(old.confidence.age == 2 * 86_400, "3 − 1 days")
            try await read(4, at: 2)
            let same = try #require(try await world.score().score)
            #expect(same.confidence.age == 3 * 86_400, "what comes late changes nothing")
            #expect(same.confidence.level != .high, "older than 48 hours")
            try await read(0, at: 0)
            let fresh = try #require(try await world.score(at: Given.days(ago: -1)).score)
            #expect(fresh.confidence.age == 86_400)
        }
    }

    // MARK: What is not told, and what is none

    @Test("of a creator account nobody tells facts; of what was read and is not there it is known that there is none")
    func none() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.connect(granted: ConnectionChanged.Grant.allCases, version: 2)
            try await world.link(Told.creator, kind: .creator)
            try await world.grant(Told.creator, isCreator: true, region: "US")
            try await world.declare([.identity])
            try await world.tell([Told.sale(1, daysAgo: 5)])
            func absences(at time: Instant) async throws -> [String: Absence?] {
                let score = try #require(try await world.score(at: time).score)
                let accounts = [Told.shop.description: "shop", Told.creator.description: "creator"]
                let data = score.data.map { ("\(accounts[$0.account] ?? "")/\($0.datum)", $0.absence) }
                return Dictionary(data) { first, _ in first }
            }
            let before = try await absences(at: Given.days(ago: 1))
            #expect(before["creator/openedAt"] == .notTold && before["creator/violations"] == .notTold)
            #expect(before["shop/openedAt"] == .notRead, "of shops they will be")
            for datum in ["shop/payouts", "shop/affiliates", "creator/shops"] {
                #expect(before[datum] == .notRead, "\(datum)")
            }
            for account in [Told.shop, Told.creator] {
                try await world.read(
                    AccountRead(
                        account: account, at: Given.asOf, orders: Given.asOf, finance: Given.asOf,
                        affiliate: Given.asOf))
            }
            let after = try await absences(at: Given.asOf)
            for datum in ["shop/payouts", "shop/affiliates", "creator/shops"] {
                #expect(after[datum] == .some(nil), "\(datum) is known, and none")
            }
            #expect(after["creator/payouts"] == .notTold, "no call tells them")
            let payouts = try #require(try await world.score(at: Given.days(ago: -1)).score).figures.payouts
            #expect(payouts?.count == 0 && payouts?.amount == usd(0))
        }
    }

    // MARK: What a shop tells of itself

    @Test("95 % content buyers are 4.75 of 5 stars, and the channel's own score is told in hundredths")
    func scales() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.tell([Told.sale(1, daysAgo: 5)])
            try await world.tell(
                ShopFactsRead(
                    shop: ShopID(Told.shop.uuid), version: 1, readAt: Given.asOf, performance: 430,
                    satisfaction: 9_500))
            let score = try #require(try await world.score().score)
            #expect(score.input(.serviceRating)?.value == "4.75", "0.95 × 5")
            #expect(score.input(.shopPerformance)?.value == "4.3")
        }
    }

    @Test("facts that cannot be true are refused, and what is wrong is named")
    func impossible() async throws {
        let figures: [(name: String, figure: WritableKeyPath<ShopFactsRead, Int?>, values: [Int])] = [
            ("rating", \.rating, [-1, 501]), ("performance", \.performance, [-1, 501]),
            ("reviews", \.reviews, [-1, .max]), ("violations", \.violations, [-5, .max]),
            ("newProducts", \.newProducts, [-1, .max]), ("satisfaction", \.satisfaction, [-1, 10_001, .max]),
            ("answered", \.answered, [-1, 10_001]),
        ]
        let facts = ShopFactsRead(
            shop: ShopID(Told.shop.uuid), version: 1, readAt: Given.asOf, rating: 500, reviews: 0, performance: 0,
            violations: 0, newProducts: 7, satisfaction: 10_000, answered: 0)
        #expect(facts.impossible.isEmpty)
        try await CreditWorld.lend { world in
            let handler = ShopFactsReadHandler(wishes: ScoreWishes(pause: .zero, queue: world.queue))
            for (name, figure, values) in figures {
                for value in values {
                    var wrong = facts
                    wrong[keyPath: figure] = value
                    let metadata = Metadata(id: .v7(), name: ShopFactsRead.name, tenant: Told.brand)
                    let decisions = try await handler.run([Received(metadata, wrong)], on: world.database)
                    let sentence = "a figure of the message cannot be true"
                    #expect(decisions.map(\.outcome) == [.reject(reason: sentence, detail: name)], "\(name) \(value)")
                }
            }
        }
    }

    @Test("the largest counts of many shops add up, and are held at the end of the scale")
    func largest() throws {
        var shops = (1...9).map { Given.shop($0, sales: [Given.sales(3, gmv: 500, net: 500)]) }
        for place in shops.indices { shops[place].reviews = Given.known(.max) }
        let score = try Scoring.score(Facts(shops: shops))
        #expect(score.input(.reviewCount)?.points == "100")
    }
}
