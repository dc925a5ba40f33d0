import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Credit

/// What a consent opens, and what a lender is told of accounts: names that it shares with nobody.
@Suite(.timeLimit(.minutes(3)))
struct LenderViewTests {
    private static let other = TenantID(Told.id(4))
    private static let until = Instant(Date(timeIntervalSinceNow: 86_400))

    /// A person with a shop and a creator account.
    private func open(_ world: CreditWorld) async throws {
        try await world.open()
        try await world.link(Told.creator, kind: .creator)
        try await world.grant(Told.creator, isCreator: true, region: "US")
        try await world.declare([.identity])
        try await world.tell([Told.sale(1, daysAgo: 2), Told.refund(1, cents: 500)])
        try await world.tell([Told.credited(1, sales: 900, settled: 90, daysAgo: 3)])
        try await world.tell([Told.statement("s1", daysAgo: 2)])
        for lender in [Told.lender, Self.other] { try await world.lend(by: lender) }
    }

    private func consent(_ world: CreditWorld, to lender: TenantID = Told.lender) async throws -> ConsentID {
        let wish = ConsentGive(lender: lender, purpose: "Working capital", until: Self.until)
        return try await world.ask(ConsentGiveHandler(), wish, as: [Told.subject]).consent
    }

    private func read(
        _ world: CreditWorld, by consent: ConsentID?, as tenant: TenantID = Told.lender
    ) async throws -> ScoreGet.Reply {
        try await world.ask(ScoreGetHandler(), ScoreGet(consent: consent), as: [tenant])
    }

    /// The accounts of a score's data, as they are called there.
    private func names(_ reply: ScoreGet.Reply) throws -> Set<String> {
        Set(try #require(reply.score).data.map(\.account))
    }

    /// Every UUID that stands anywhere in what was answered.
    private func ids(_ answers: [any Encodable]) throws -> Set<String> {
        let texts = try answers.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self).lowercased() }
        let pattern = /[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}/
        return Set(texts.flatMap { $0.matches(of: pattern).map { String($0.output.0) } })
    }

    @Test("in all that a lender is told there is no id but the person's, its own, and names that are made for it")
    func noInternalID() async throws {
        try await CreditWorld.lend { world in
            try await open(world)
            let standing = try await world.score(at: Given.days(ago: 1)).standing
            let wish = DisputeOpen(account: Told.shop, datum: "returns", words: "Another shop's.")
            let dispute = try DisputeRules.dispute(wish, about: standing.accounts, at: Given.asOf)
            try await world.asTenant([Told.subject]) { try await DisputeStore.insert(dispute, of: Told.subject, $0) }
            try await world.score()
            let consent = try await consent(world)
            let score = try await read(world, by: consent)
            #expect(score.score?.data.contains(where: \.isDisputed) == true)
            #expect(score.score?.figures.orders == 1 && score.accounts.isEmpty)
            // The channel's ids of products are told to the person alone.
            let own = try await world.ask(ScoreGetHandler(), ScoreGet(), as: [Told.subject])
            #expect(own.score?.figures.commissionRates?.count == 1)
            #expect(score.score?.figures.commissionRates == nil && score.score?.figures.ratedProducts == 1)
            let lender = [Told.lender]
            let history = ScoreHistory(consent: consent, days: 366)
            let log = try await world.ask(CreditReadListHandler(), CreditReadList(), as: lender)
            let answers: [any Encodable] = [
                score, log, try await world.ask(ScoreHistoryHandler(), history, as: lender),
                try await world.ask(ConsentListHandler(), ConsentList(), as: lender),
                try await world.ask(DisputeListHandler(), DisputeList(), as: lender),
                try await world.ask(DocumentListHandler(), DocumentList(), as: lender),
            ]
            let parties = [Told.subject.description, Told.lender.description, consent.description]
            let names = try names(score)
            #expect(names.count == 2)
            #expect(try ids(answers) == names.union(parties + log.reads.map(\.read.description)))
            #expect(names.isDisjoint(with: [Told.shop.description, Told.creator.description]))
            // What stands in the way is told to a lender as well.
            try await world.connect(state: .deauthorized, version: 2)
            try await world.grant(Told.creator, isCreator: true, region: "US", state: .deauthorized, version: 2)
            try await world.score(at: Given.days(ago: -1))
            let blocked = try await read(world, by: consent)
            #expect(blocked.score == nil && !blocked.obstacles.isEmpty)
            #expect(try ids([blocked]) == [Told.subject.description])
        }
    }

    @Test("accounts are called the same for as long as a consent stands, and by no other consent")
    func names() async throws {
        try await CreditWorld.lend { world in
            try await open(world)
            try await world.score(at: Given.days(ago: 1))
            let (one, two) = (try await consent(world), try await consent(world, to: Self.other))
            let first = try await read(world, by: one)
            try await world.score()
            let again = try await read(world, by: one)
            #expect(again.score?.asOf != first.score?.asOf)
            #expect(try names(first) == names(again))
            let others = try await read(world, by: two, as: Self.other)
            #expect(try names(first).isDisjoint(with: names(others)))
            let more = try await read(world, by: try await consent(world))
            #expect(try names(first).isDisjoint(with: names(more)), "nor by one more of the same lender")
            let known = try #require(first.score)
            #expect(known.data.map(\.account) == known.data.map(\.account).sorted(), "the order tells nothing, too")
            let parts = Dictionary(grouping: known.data, by: \.account).values
            #expect(parts.map(\.count).sorted() == [6, 13], "the creator account's and the shop's")
            // Version 8 of RFC 9562, which is for what everybody makes in their own way.
            #expect(try names(first).allSatisfy { $0.dropFirst(14).first == "8" })
            let own = try await read(world, by: nil, as: Told.subject)
            #expect(
                try names(own) == [Told.shop.description, Told.creator.description], "whose they are knows the ids")
        }
    }

    @Test("what names are made of is read by nobody, and another lender asks for none of them")
    func salt() async throws {
        try await CreditWorld.lend { world in
            try await open(world)
            let consent = try await consent(world)
            for tenant in [Told.lender, Told.subject] {
                let error = await #expect(throws: PostgresError.self) {
                    try await world.asTenant([tenant]) { try await $0.run("SELECT salt FROM consents") }
                }
                #expect(error?.sqlState == "42501", "\(tenant)")
            }
            func ask(_ lender: TenantID) async throws -> Int {
                try await world.asTenant([lender]) {
                    try await ConsentStore.names(of: [Told.shop.uuid], by: consent, $0).count
                }
            }
            #expect(try await ask(Told.lender) == 1)
            #expect(try await [ask(Self.other), ask(Told.subject)] == [0, 0])
        }
    }

    @Test("a consent opens the score that was current when it was given and those since, and none before")
    func history() async throws {
        try await CreditWorld.lend { world in
            try await open(world)
            for day in [3, 2, 1] { try await world.score(at: Given.days(ago: Int64(day))) }
            let consent = try await consent(world)
            try await world.score()
            #expect(try await seen(world, by: consent) == [Given.days(ago: 1), Given.asOf])
            let own = try await world.asTenant([Told.subject]) { try await times($0) }
            #expect(own.count == 4, "the person sees them all")
            let later = try await self.consent(world, to: Self.other)
            #expect(try await seen(world, by: later, as: Self.other) == [Given.asOf])
        }
    }

    @Test("a consent that is given while something stands in the way opens what is made after it alone")
    func historyOfBlocked() async throws {
        try await CreditWorld.lend { world in
            try await open(world)
            let early = try await consent(world, to: Self.other)
            try await world.score(at: Given.days(ago: 3))
            try await world.database.run("UPDATE documents SET state = 'refused'")
            try await world.score(at: Given.days(ago: 2))
            let consent = try await consent(world)
            #expect(try await seen(world, by: consent).isEmpty)
            try await world.database.run("UPDATE documents SET state = 'declared'")
            try await world.score(at: Given.days(ago: 1))
            #expect(try await seen(world, by: consent) == [Given.days(ago: 1)])
            #expect(
                try await seen(world, by: early, as: Self.other) == [Given.days(ago: 3), Given.days(ago: 1)],
                "one that was given before the first score opens all")
        }
    }

    @Test("what a consent opens the database says, not who writes it")
    func opening() async throws {
        try await CreditWorld.lend { world in
            try await open(world)
            let error = await #expect(throws: PostgresError.self) {
                try await world.asTenant([Told.subject]) {
                    try await $0.run(
                        """
                        INSERT INTO consents (tenant_id, consent_id, lender_id, purpose, given_at, until, opens_from)
                        VALUES (\(Told.subject.uuid), \(UUID.v7()), \(Told.lender.uuid), 'x', now(),
                            now() + interval '1 day', '-infinity')
                        """)
                }
            }
            #expect(error?.sqlState == "42501")
        }
    }

    /// The times of the scores that a reading by a consent shows.
    private func seen(
        _ world: CreditWorld, by consent: ConsentID, as lender: TenantID = Told.lender
    ) async throws -> [Instant] {
        try await world.asTenant([lender]) { transaction in
            let found = try #require(try await ConsentStore.find(consent, transaction))
            try await ReadStore.note(.history, by: found, "shop_bank", transaction)
            return try await times(transaction)
        }
    }

    private func times(_ transaction: Transaction) async throws -> [Instant] {
        try await ScoreStore.history(of: Told.subject, since: Date(timeIntervalSince1970: 0), transaction).map(\.asOf)
    }
}
