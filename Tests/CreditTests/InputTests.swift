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
}
