import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Credit

/// Scores of the past, made again of what was kept of them.
@Suite(.timeLimit(.minutes(3)))
struct KeptScoreTests {
    private static let day: Int64 = 86_400_000

    private func replay(
        _ world: CreditWorld, at time: Instant, of subject: TenantID = Told.subject
    ) async throws -> CreditReplay.Reply {
        try await world.ask(
            CreditReplayHandler(models: world.bureau.models), CreditReplay(subject: subject, at: time), as: [],
            actor: "operator")
    }

    @Test("a score of the past is made again as it was told, whatever has come since")
    func same() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.tell([Told.sale(1, daysAgo: 20), Told.refund(1, cents: 500)])
            let told = try #require(try await world.score(at: Given.days(ago: 10)).score)
            try await world.tell([Told.sale(2, cents: 900_000, daysAgo: 12)])
            let later = try #require(try await world.score(at: Given.days(ago: 9)).score)
            #expect(later.figures != told.figures)
            // Asked for half a day later, when it was still the newest.
            let asked = Instant(milliseconds: Given.days(ago: 10).milliseconds + Self.day / 2)
            let reply = try await replay(world, at: asked)
            #expect(reply.verdict == .same && reply.differences.isEmpty)
            #expect(reply.told == CreditScore(told) && reply.made == CreditScore(told))
            #expect(reply.before == Given.days(ago: 10) && reply.after == Given.days(ago: 9))
            #expect(try await replay(world, at: Given.days(ago: 9)).told?.asOf == Given.days(ago: 9))
        }
    }

    @Test("what was not told of an old score is no difference, though it is told now")
    func older() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.tell([Told.sale(1, daysAgo: 20)])
            let then = Given.days(ago: 9)
            try await world.read(
                AccountRead(
                    account: Told.shop, at: Given.asOf, orders: then, finance: then, affiliate: then, facts: then))
            let score = try #require(try await world.score().score)
            #expect(score.confidence.amiss == [.old])
            try await world.database.run("UPDATE scores SET score = score #- '{confidence,amiss}'")
            let reply = try await replay(world, at: Given.asOf)
            #expect(reply.told?.confidence.reasons == nil && reply.made?.confidence.reasons == [.old])
            #expect(reply.verdict == .same, "\(reply.differences)")
        }
    }

    @Test("what was told and is not made again is named by its place")
    func different() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.tell([Told.sale(1, daysAgo: 20)])
            let score = try #require(try await world.score().score)
            try await world.database.run(
                """
                UPDATE scores SET score = jsonb_set(jsonb_set(score, '{scaled}', '849'), '{reasons}', '[]')
                """)
            let reply = try await replay(world, at: Given.asOf)
            #expect(reply.verdict == .different && reply.told?.scaled == 849)
            #expect(reply.made == CreditScore(score), "made of the snapshot")
            let scaled = CreditReplay.Difference(member: "/scaled", told: "849", made: "\(score.scaled)")
            #expect(reply.differences.contains(scaled))
            #expect(reply.differences.contains { $0.member == "/reasons/count" && $0.told == "0" })
            let names = score.reasons.map { "/reasons/\($0.code)/sentence" }
            #expect(Set(names).isSubset(of: reply.differences.map(\.member)))
        }
    }

    @Test("of a time before the first score, of somebody else and after a deletion nothing is kept")
    func nothing() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.score(at: Given.days(ago: 10))
            #expect(try await replay(world, at: Given.days(ago: 11)).verdict == .nothingKept)
            #expect(try await replay(world, at: Given.days(ago: 9), of: Told.brand).verdict == .nothingKept)
            _ = try await world.database.transaction { try await CreditDeleteHandler.delete(Told.subject, $0) }
            let reply = try await replay(world, at: Given.days(ago: 9))
            #expect(reply == CreditReplay.Reply(subject: Told.subject, verdict: .nothingKept))
        }
    }

    @Test("of a score that was dropped after a week it is said that it may be, and which are kept around it")
    func dropped() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            let midnight = Int64(Date().timeIntervalSince1970) / 86_400 * Self.day - 8 * Self.day
            func hour(_ number: Int64) -> Instant { Instant(milliseconds: midnight + number * 3_600_000) }
            for number in [1, 12, 23] { try await world.score(at: hour(Int64(number))) }
            #expect(try await replay(world, at: hour(12)).verdict == .same)
            var thinning = Pipeline()
            ScoreThin.thin(&thinning)
            try await world.database.send(thinning)
            let reply = try await replay(world, at: hour(12))
            #expect(reply == CreditReplay.Reply(subject: Told.subject, verdict: .dropped, after: hour(23)))
            #expect(try await replay(world, at: hour(24)).verdict == .same, "the last one of its day")
        }
    }

    @Test("the last score before a time is the one of then, unless a later one of that day shows that one may be gone")
    func moments() {
        let now = Given.asOf
        func mayBeDropped(
            _ hours: Int64, before: Int64?, after: Int64?, wasRead: Bool = false, daysAgo: Int64 = 10
        ) -> Bool {
            let midnight = Given.days(ago: daysAgo).milliseconds
            func instant(_ hours: Int64) -> Instant { Instant(milliseconds: midnight + hours * 3_600_000) }
            return ReplayRules.Moment(
                at: instant(hours), before: before.map(instant), after: after.map(instant), wasRead: wasRead, now: now
            ).mayBeDropped
        }
        #expect(mayBeDropped(12, before: -1, after: 23))
        #expect(mayBeDropped(12, before: nil, after: 23))
        #expect(mayBeDropped(12, before: 1, after: 23), "one that was read, and one after it")
        #expect(!mayBeDropped(12, before: 12, after: 23), "the very score")
        #expect(!mayBeDropped(12, before: 1, after: 23, wasRead: true), "what was read is kept")
        #expect(!mayBeDropped(12, before: -1, after: 24), "of its day none was made")
        #expect(!mayBeDropped(12, before: -1, after: nil))
        #expect(!mayBeDropped(12, before: -1, after: 23, daysAgo: 7), "12 hours less than a week ago")
    }
}
