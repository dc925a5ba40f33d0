import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Credit

/// The past of an account: when it is asked for, and what counts before it is known.
@Suite(.timeLimit(.minutes(3)))
struct HistoryTests {
    private static let taken = Given.days(ago: 10)

    @Test("taking an account up asks for the 90 days before, letting it go for no more, and taking it up again anew")
    func asked() async throws {
        try await CreditWorld.lend { world in
            let offered = try await world.link(state: .offered, version: 1, complete: nil)
            #expect(offered.isEmpty, "nothing is read of what is only offered")
            let first = try await world.link(at: Self.taken, complete: nil)
            #expect(
                first == [
                    HistoryTell(
                        account: Told.shop, link: LinkID(Told.shop.uuid), version: 2, since: Given.days(ago: 100))
                ], "10 + 90 days ago")
            #expect(try await world.link(complete: nil).isEmpty, "what comes twice asks once")
            let ended = try await world.link(state: .ended, version: 3, complete: nil)
            #expect(ended.map(\.version) == [3] && ended.map(\.since) == [nil])
            #expect(try await world.link(version: 2, complete: nil).isEmpty, "a late version asks nothing")
            try await world.link(state: .offered, version: 4, complete: nil)
            let again = try await world.link(version: 5, complete: nil)
            #expect(again.map(\.version) == [5] && again.first?.since != nil)
        }
    }

    @Test("a link that was never taken up has nothing to end")
    func nothingToEnd() async throws {
        try await CreditWorld.lend { world in
            try await world.link(state: .offered, version: 1, complete: nil)
            #expect(try await world.link(state: .ended, version: 2, complete: nil).isEmpty)
        }
    }

    @Test("nobody is scored by half a past: without it the income is not known, with it all months are")
    func half() async throws {
        try await CreditWorld.lend { world in
            try await world.link(complete: nil)
            try await world.connect()
            try await world.declare([.businessEntity, .employerIdentificationNumber])
            try await world.tell([Told.sale(1, daysAgo: 80)])
            let early = try await world.score(at: Given.days(ago: 1))
            #expect(early.score == nil && early.standing.obstacles.map(\.code) == ["incomeUnknown"])
            try await world.tell([Told.sale(2, daysAgo: 5)])
            try await world.tellPast(complete: Given.days(ago: 100))
            let score = try #require(try await world.score().score)
            #expect(score.figures.sales?.orders == 2 && score.confidence.coverage == .one)
            #expect(score.input(.orderTrend)?.standing == .known, "months can be compared")
            #expect(try await world.count("work", "kind = 'score.make'") == 1, "and it is wanted")
        }
    }

    @Test("a past is known when as many messages have come as were told, and not while one is on its way")
    func underWay() async throws {
        try await CreditWorld.lend { world in
            try await world.link(complete: nil)
            let cause = UUID.v7()
            func metadata(_ name: MessageName, attempt: Int = 0) -> Metadata {
                Metadata(id: .v7(), name: name, tenant: Told.brand, causation: cause, attempt: attempt)
            }
            func end(attempt: Int = 0) async throws -> Outcome? {
                let told = HistoryTold(
                    account: Told.shop, link: LinkID(Told.shop.uuid), version: 2,
                    completeSince: Given.days(ago: 100), messages: 2)
                let handler = HistoryToldHandler(wishes: ScoreWishes(pause: .zero, queue: world.queue))
                let message = Received(metadata(HistoryTold.name, attempt: attempt), told)
                return try await handler.run([message], on: world.database).first?.outcome
            }
            func tell(_ number: Int, as name: MessageName = OrderObserved.name) async throws {
                let handler = Counted(SaleHandler(wishes: ScoreWishes(pause: .zero, queue: world.queue)))
                let sale = Received(metadata(name), Told.sale(number, daysAgo: 5))
                #expect(try await handler.run([sale], on: world.database).first?.outcome == .done)
            }
            let waiting = Outcome.retry(reason: "messages of the past are still on their way")
            try await tell(1)
            #expect(try await end() == waiting)
            try await tell(2, as: OrderChanged.name)
            #expect(try await end() == waiting, "what everybody hears is none of it")
            #expect(try await world.count("accounts", "complete_since IS NULL") == 1)
            try await tell(3)
            #expect(try await end() == .done)
            #expect(try await world.count("accounts", "complete_since IS NULL") == 0)
            #expect(try await world.count("orders") == 3)
        }
    }

    @Test("a past of which something never comes is known after a while as far as it came")
    func neverComes() async throws {
        try await CreditWorld.lend { world in
            try await world.link(complete: nil)
            let told = HistoryTold(
                account: Told.shop, link: LinkID(Told.shop.uuid), version: 2, completeSince: Given.days(ago: 100),
                messages: 2)
            let metadata = Metadata(
                id: .v7(), name: HistoryTold.name, tenant: Told.brand, causation: .v7(),
                attempt: HistoryToldHandler.looks)
            let handler = HistoryToldHandler(wishes: ScoreWishes(pause: .zero, queue: world.queue))
            let decisions = try await handler.run([Received(metadata, told)], on: world.database)
            #expect(decisions.first?.outcome == .done)
            #expect(try await world.count("accounts", "complete_since IS NULL") == 0)
        }
    }

    @Test("pasts that were told for two links of one account do not stand in each other's way")
    func twoLinks() async throws {
        try await CreditWorld.lend { world in
            try await world.link(complete: nil)
            let key = AccountKey(brand: Told.brand, account: Told.shop)
            func told(_ link: LinkID, version: Int) -> HistoryToldHandler.Change {
                let told = HistoryTold(
                    account: Told.shop, link: link, version: version, completeSince: Given.days(ago: 100), messages: 1)
                return HistoryToldHandler.Change(key: key, told: told, subject: Told.subject)
            }
            var pipeline = Pipeline()
            // The link before this one had changed more often.
            AccountStore.save(
                [told(LinkID(Told.id(99)), version: 5), told(LinkID(Told.shop.uuid), version: 2)], &pipeline)
            try await world.database.send(pipeline)
            #expect(try await world.count("accounts", "complete_since IS NULL") == 0)
        }
    }

    @Test("who passes from one brand's link to another's at once keeps nothing that was told through the first")
    func otherBrand() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.tell([Told.sale(1, daysAgo: 5)])
            func link(_ id: UUID, _ brand: TenantID, _ state: SubjectLink.State, version: Int) -> SubjectLink {
                SubjectLink(
                    link: LinkID(id), subject: Told.subject, brand: brand, account: Told.shop, kind: .seller,
                    state: state, version: version, changedAt: Given.asOf)
            }
            var pipeline = Pipeline()
            AccountStore.save(
                [
                    link(Told.shop.uuid, Told.brand, .ended, version: 3),
                    link(Told.id(98), Told.lender, .linked, version: 2),
                ], &pipeline)
            try await world.database.send(pipeline)
            #expect(try await world.count("orders") == 0)
            #expect(try await world.count("accounts", "is_linked") == 1)
        }
    }

    @Test("an account without orders has a known past: it is scored with no income, and all 90 days count")
    func empty() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            let score = try #require(try await world.score().score)
            #expect(score.figures.monthlyIncome == usd(0) && score.confidence.coverage == .one)
        }
    }

    @Test("a past that was told for an earlier link, to another brand or before a deletion counts for nobody")
    func outdated() async throws {
        try await CreditWorld.lend { world in
            try await world.link(complete: nil)
            try await world.link(state: .ended, version: 3, complete: nil)
            try await world.link(state: .offered, version: 4, complete: nil)
            try await world.link(version: 5, complete: nil)
            try await world.tellPast(version: 2, complete: Given.days(ago: 100))
            try await world.tellPast(version: 5, complete: Given.days(ago: 100), brand: Told.lender)
            #expect(try await world.count("accounts", "complete_since IS NOT NULL") == 0)
            _ = try await world.database.transaction { try await CreditDeleteHandler.delete(Told.subject, $0) }
            try await world.tellPast(version: 5, complete: Given.days(ago: 100))
            #expect(
                try await world.count("accounts", "complete_since > now() - interval '1 minute'") == 1,
                "what is deleted is no past that is known")
        }
    }

    @Test("what is told once more and is older than what is known changes nothing")
    func older() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.tell([Told.sale(1, cents: 20_000, daysAgo: 5, version: 3), Told.refund(1, cents: 700)])
            guard case .order(let old) = Told.sale(1, cents: 10_000, daysAgo: 5, version: 2) else { return }
            let bytes = Array(try JSONEncoder().encode(OrderObserved(order: old)))
            try await world.tell([try Sale.decode(OrderObserved.name, bytes)])
            let sales = try #require(try await world.score().score).figures.sales
            #expect(sales?.gmv == usd(20_000) && sales?.orders == 1)
        }
    }

    @Test("an account that passes from one person to another is told to the other anew")
    func another() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.tell([Told.sale(1, daysAgo: 5)])
            try await world.link(state: .ended, version: 3, complete: nil)
            let other = SubjectLink(
                link: .mint(), subject: Told.lender, brand: Told.brand, account: Told.shop, kind: .seller,
                state: .linked, version: 2, changedAt: Self.taken)
            #expect(other.asking(after: nil)?.link == other.link)
            #expect(other.asking(after: nil)?.since == Given.days(ago: 100))
        }
    }

    @Test("what waits longest is seen: the oldest score, and the account whose past is not told")
    func ages() async throws {
        try await CreditWorld.lend { world in
            #expect(try await ScoreMeter.Oldest.read(world.database) == .init(scoredAt: nil, untoldSince: nil))
            try await world.link(at: Self.taken, complete: nil)
            let unknown = try await world.database.transaction { try await ScoreMeter.Oldest.read($0) }
            #expect(unknown.untoldSince == nil, "nobody has connected it, so nothing is waited for")
            try await world.connect()
            try await world.link(Told.creator, kind: .creator, at: Given.days(ago: 3), complete: Given.days(ago: 93))
            try await world.score(at: Given.days(ago: 2))
            let oldest = try await ScoreMeter.Oldest.read(world.database)
            #expect(oldest == .init(scoredAt: Given.days(ago: 2).date, untoldSince: Self.taken.date))
        }
    }
}
