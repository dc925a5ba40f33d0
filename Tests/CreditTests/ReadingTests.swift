import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Credit

/// Which score a lender was told: the reading says so, whatever the clocks of those who make scores say.
@Suite(.timeLimit(.minutes(3)))
struct ReadingTests {
    private static let hour: Int64 = 3_600_000

    /// Hours of the day eight days ago, of which scores are thinned.
    private static func hours(_ count: Int64) -> Instant {
        let midnight = Int64(Date().timeIntervalSince1970) / 86_400 * 24 * hour - 8 * 24 * hour
        return Instant(milliseconds: midnight + count * hour)
    }

    /// A person with a score as of one o'clock, and a consent.
    private func open(_ world: CreditWorld) async throws -> ConsentID {
        try await world.open()
        try await world.lend()
        try await world.score(at: Self.hours(1))
        let until = Instant(Date(timeIntervalSinceNow: 86_400))
        let wish = ConsentGive(lender: Told.lender, purpose: "Capital", until: until)
        return try await world.ask(ConsentGiveHandler(), wish, as: [Told.subject]).consent
    }

    private func read(_ world: CreditWorld, by consent: ConsentID) async throws -> ScoreGet.Reply {
        try await world.ask(ScoreGetHandler(), ScoreGet(consent: consent), as: [Told.lender])
    }

    @Test("what a lender was told is kept and made again, though a score of an earlier time was written after it")
    func kept() async throws {
        try await CreditWorld.lend { world in
            let consent = try await open(world)
            let told = try #require(try await read(world, by: consent).score)
            #expect(told.asOf == Self.hours(1))
            // Both have times before the reading, and were written after it.
            for hour in [2, 3] { try await world.score(at: Self.hours(Int64(hour))) }
            var thinning = Pipeline()
            ScoreThin.thin(&thinning)
            try await world.database.send(thinning)
            let times = try await world.database.rows("SELECT as_of FROM scores ORDER BY as_of", as: Date.self)
            let left = times.map { Instant(nearest: $0) }
            #expect(left == [Self.hours(1), Self.hours(3)], "the one that was told, and the last of its day")
            let log = try await world.ask(CreditReadListHandler(), CreditReadList(), as: [Told.subject])
            let line = try #require(log.reads.first)
            #expect(line.scaled == told.scaled)
            let replay = try await world.ask(
                CreditReplayHandler(models: world.bureau.models), CreditReplay(subject: Told.subject, at: line.at),
                as: [], actor: "operator")
            #expect(replay.verdict == .same && replay.told?.asOf == told.asOf && replay.after == Self.hours(3))
        }
    }

    @Test("a score that is written between a reading and its answer is not told")
    func between() async throws {
        try await CreditWorld.lend { world in
            let consent = try await open(world)
            let known = try await world.asTenant([Told.lender]) { try await ConsentStore.find(consent, $0) }
            let found = try #require(known)
            try await world.asTenant([Told.lender]) { transaction in
                let noted = try await ReadStore.note(.score, by: found, "shop_bank", transaction)
                #expect(noted.asOf == Self.hours(1))
                try await world.score(at: Self.hours(2))
                #expect(try await ScoreStore.newest(of: Told.subject, transaction)?.asOf == Self.hours(1))
                let all = try await ScoreStore.history(of: Told.subject, since: .distantPast, transaction)
                #expect(all.map(\.asOf) == [Self.hours(1)])
            }
            #expect(try await read(world, by: consent).score?.asOf == Self.hours(2))
        }
    }

    @Test("where something stands in the way nothing is noted as told, and the past is still opened")
    func hindered() async throws {
        try await CreditWorld.lend { world in
            let consent = try await open(world)
            try await world.connect(state: .deauthorized, version: 2)
            try await world.score(at: Self.hours(2))
            let reply = try await read(world, by: consent)
            #expect(reply.score == nil && reply.obstacles.map(\.code) == ["noActiveShop"])
            #expect(try await world.count("reads", "as_of IS NULL AND scaled IS NULL") == 1)
            let history = ScoreHistory(consent: consent, days: 366)
            let past = try await world.ask(ScoreHistoryHandler(), history, as: [Told.lender])
            #expect(past.scores.map(\.asOf) == [Self.hours(1)])
            #expect(try await world.count("reads", "as_of IS NOT NULL AND scaled IS NULL") == 1)
        }
    }

    @Test("of two clocks the later score wins, though its clock is behind")
    func clocks() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.tell([Told.sale(1, daysAgo: 20)])
            let first = try await world.score(at: Given.asOf)
            try await world.tell([Told.sale(2, daysAgo: 20)])
            let second = try await world.score(at: Given.days(ago: 1))
            #expect(second.standing.asOf == Instant(milliseconds: Given.asOf.milliseconds + 1))
            #expect(first.score?.figures.sales?.orders == 1 && second.score?.figures.sales?.orders == 2)
            let newest = try await world.asTenant([Told.subject]) { try await ScoreStore.newest(of: Told.subject, $0) }
            #expect(newest == second.score)
            #expect(try await [world.count("scores"), world.count("snapshots")] == [2, 2])
        }
    }

    @Test("a consent whose end has passed by the database's clock alone is refused as any that has passed")
    func end() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.lend()
            let behind = Instant(Date(timeIntervalSinceNow: -3_600))
            let wish = ConsentGive(
                lender: Told.lender, purpose: "Capital", until: Instant(Date(timeIntervalSinceNow: -1_800)))
            let refusal = await #expect(throws: Refusal.self) {
                _ = try await world.ask(ConsentGiveHandler(now: { behind }), wish, as: [Told.subject])
            }
            #expect(refusal?.kind == .invalid && refusal?.code == "outOfRange" && refusal?.field == "/until")
        }
    }
}
