import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Credit

/// Who may read a score, and what is written down of it: the database decides, whatever the code above it does.
@Suite(.timeLimit(.minutes(3)))
struct AccessTests {
    private static let now = Instant(Date())

    private func consent(
        until: Instant = Instant(milliseconds: now.milliseconds + 86_400_000), lender: TenantID = Told.lender
    ) throws -> ConsentRecord {
        try ConsentRules.consent(
            ConsentGive(lender: lender, purpose: "Working capital", until: until), of: Told.subject, at: Self.now)
    }

    /// A person with a score and a live consent.
    private func open(_ world: CreditWorld) async throws -> ConsentRecord {
        try await world.open()
        try await world.lend()
        try await world.tell([Told.sale(1, daysAgo: 2)])
        try await world.score()
        let consent = try consent()
        return try await world.asTenant([Told.subject]) { try await ConsentStore.insert(consent, $0) }
    }

    @Test("a lender sees no score, not even with a consent, before its reading is written down")
    func noScoreUnread() async throws {
        try await CreditWorld.lend { world in
            let consent = try await open(world)
            for table in ["scores", "standings", "snapshots", "accounts", "disputes", "documents"] {
                let seen = try await world.asTenant([Told.lender]) { transaction in
                    try await transaction.first("SELECT count(*) FROM \(identifier: table)", as: Int.self)
                }
                #expect(seen == 0, "\(table)")
            }
            let read = try await world.asTenant([Told.lender]) { transaction in
                try await ReadStore.note(.score, by: consent, "shop_bank", transaction)
                return try await ScoreStore.newest(of: Told.subject, transaction)
            }
            let score = try #require(read)
            let after = try await world.asTenant([Told.lender]) { try await ScoreStore.newest(of: Told.subject, $0) }
            #expect(after == nil, "the next transaction has to write its own reading down")
            let log = try await world.asTenant([Told.subject]) {
                try await ReadStore.list(after: nil, limit: 10, $0)
            }
            #expect(log.map(\.scaled) == [score.scaled] && log.map(\.lender) == [Told.lender])
            #expect(log.map(\.actor) == ["shop_bank"] && log.map(\.consent) == [consent.consent])
        }
    }

    @Test("a reading rolled back is an answer never given", arguments: ["revoked", "over", "another's", "nobody's"])
    func refused(_ why: String) async throws {
        try await CreditWorld.lend { world in
            var consent = try await open(world)
            switch why {
            case "revoked":
                try await world.asTenant([Told.subject]) {
                    try await ConsentStore.revoke(consent.consent, of: Told.subject, $0)
                }
            case "over":
                try await world.database.run(
                    "UPDATE consents SET given_at = now() - interval '2 days', until = now() - interval '1 day'")
            case "another's": consent.lender = Told.brand
            default: consent.consent = .mint()
            }
            let error = await #expect(throws: PostgresError.self) {
                try await world.asTenant([Told.lender]) { [consent] in
                    try await ReadStore.note(.score, by: consent, "shop_bank", $0)
                }
            }
            // Insufficient privilege: the policy, and nothing else (PostgreSQL, Appendix A).
            #expect(error?.sqlState == "42501", "\(String(describing: error))")
            #expect(try await world.count("reads") == 0)
        }
    }

    @Test("nobody changes the log of readings, and a person writes nothing into their own")
    func logIsAppended() async throws {
        try await CreditWorld.lend { world in
            let consent = try await open(world)
            try await world.asTenant([Told.lender]) {
                try await ReadStore.note(.history, by: consent, "shop_bank", $0)
            }
            let statements: [(SQL, TenantID?)] = [
                ("DELETE FROM reads", nil), ("UPDATE reads SET actor = 'x'", nil), ("DELETE FROM reads", Told.subject),
                ("UPDATE reads SET scaled = 850", Told.lender),
            ]
            for (statement, tenant) in statements {
                await #expect(throws: PostgresError.self) {
                    if let tenant {
                        _ = try await world.asTenant([tenant]) { try await $0.run(statement) }
                    } else {
                        try await world.database.run(statement)
                    }
                }
            }
            var own = consent
            own.lender = Told.subject
            await #expect(throws: PostgresError.self) {
                try await world.asTenant([Told.subject]) { [own] in
                    try await ReadStore.note(.score, by: own, "shop_me", $0)
                }
            }
        }
    }

    @Test("an open dispute marks a datum, an accepted one makes it missing")
    func disputes() async throws {
        try await CreditWorld.lend { world in
            _ = try await open(world)
            let standing = try await world.score(at: Given.days(ago: -1)).standing
            let wanted = DisputeOpen(account: Told.shop, datum: "returns", words: "Another shop's.")
            let dispute = try DisputeRules.dispute(wanted, about: standing.accounts, at: Self.now)
            try await world.asTenant([Told.subject]) { try await DisputeStore.insert(dispute, of: Told.subject, $0) }
            let marked = try await world.score(at: Given.days(ago: -2))
            #expect(marked.standing.disputed == ["\(Told.shop)/returns"])
            let told = CreditScore(try #require(marked.score), disputed: Set(marked.standing.disputed))
            #expect(told.data.filter(\.isDisputed).map(\.name) == ["returns"])
            #expect(marked.score?.input(.returnRate)?.standing == .known, "it counts until somebody has looked")

            let closed = try #require(
                try DisputeRules.closed(dispute, as: .accepted, saying: "You are right.", at: Self.now))
            try await world.database.transaction { try await DisputeStore.close(closed, $0) }
            let score = try #require(try await world.score(at: Given.days(ago: -3)).score)
            #expect(score.input(.returnRate)?.standing != .known)
            #expect(score.data.first { $0.datum == "returns" }?.absence == .disputed)
            #expect(throws: Wrong.self) { try DisputeRules.closed(closed, as: .withdrawn, at: Self.now) }
        }
    }

    @Test("deleting takes everything but the links and the lines of the log, which lose the score")
    func deleting() async throws {
        try await CreditWorld.lend { world in
            let consent = try await open(world)
            try await world.asTenant([Told.lender]) {
                try await ReadStore.note(.score, by: consent, "shop_bank", $0)
            }
            try await world.tell([Told.credited(1, sales: 100, settled: 10, daysAgo: 3, shop: Told.shop)])
            try await world.tell([Told.statement("s1", daysAgo: 2)])
            #expect(try await [world.count("affiliate_orders"), world.count("settlements")] == [1, 1])
            let gone = try await world.database.transaction { try await CreditDeleteHandler.delete(Told.subject, $0) }
            #expect(gone.reply == CreditDelete.Reply(scores: 1, orders: 2))
            let stop = gone.commands.compactMap { $0.message as? HistoryTell }
            let since = try await world.database.first("SELECT forgotten_at FROM accounts", as: Date?.self) ?? nil
            #expect(
                stop == [
                    HistoryTell(
                        account: Told.shop, link: LinkID(Told.shop.uuid), version: 2,
                        since: since.map { Instant(nearest: $0) })
                ], "what comes from now on is still read, and told how old it is")
            #expect(since != nil)
            #expect(gone.commands.map(\.tenant) == [Told.brand])
            for table in [
                "orders", "affiliate_orders", "settlements", "scores", "snapshots", "standings", "documents",
                "disputes",
            ] {
                #expect(try await world.count(table) == 0, "\(table)")
            }
            #expect(try await world.count("reads", "scaled IS NULL") == 1)
            #expect(try await world.count("consents", "revoked_at IS NOT NULL") == 1)
        }
    }

    @Test("what was deleted does not come again: neither late pages of the past nor new versions of old orders")
    func deletedForGood() async throws {
        try await CreditWorld.lend { world in
            _ = try await open(world)
            _ = try await world.database.transaction { try await CreditDeleteHandler.delete(Told.subject, $0) }
            // As if it had been deleted ten days before.
            try await world.database.run("UPDATE accounts SET forgotten_at = \(Given.days(ago: 10).date)")
            try await world.tell([Told.sale(1, daysAgo: 11, version: 9), Told.sale(2, daysAgo: 9)])
            try await world.tell([Told.refund(1, cents: 100)])
            try await world.tell([Told.sale(1, daysAgo: 11, version: 10)])
            try await world.tell([
                Told.credited(1, sales: 100, settled: 10, daysAgo: 11, shop: Told.shop),
                Told.credited(2, sales: 100, settled: 10, daysAgo: 9, shop: Told.shop),
            ])
            try await world.tell([Told.statement("s1", daysAgo: 11), Told.statement("s2", daysAgo: 9)])
            #expect(try await world.count("orders", "paid_at IS NOT NULL") == 1)
            #expect(try await [world.count("affiliate_orders"), world.count("settlements")] == [1, 1])
            // Who takes the account up once more is told its past anew.
            try await world.link(state: .ended, version: 3)
            try await world.link(version: 5)
            try await world.tell([Told.sale(1, daysAgo: 11, version: 9)])
            #expect(try await world.count("orders", "paid_at IS NOT NULL") == 1)
        }
    }

    @Test("what has left the window is forgotten, ten days later")
    func forgotten() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            let old = [Told.sale(1, daysAgo: 99), Told.sale(2, daysAgo: 101), Told.sale(3, daysAgo: 1)]
            try await world.tell(old)
            try await world.tell([
                Told.credited(1, sales: 100, settled: 10, daysAgo: 99, shop: Told.shop),
                Told.credited(2, sales: 100, settled: 10, daysAgo: 101, shop: Told.shop),
            ])
            try await world.tell([Told.statement("s1", daysAgo: 99), Told.statement("s2", daysAgo: 101)])
            // A return whose order never came.
            try await world.tell([Told.refund(7, cents: 100)])
            try await world.database.run("UPDATE orders SET told_at = \(Given.days(ago: 101).date)")
            try await world.score()
            #expect(try await world.count("orders") == 2, "the first and the third")
            #expect(try await [world.count("affiliate_orders"), world.count("settlements")] == [1, 1])
        }
    }

    @Test("of scores older than a week the last of each day stays, and what a lender read")
    func thinned() async throws {
        try await CreditWorld.lend { world in
            _ = try await open(world)
            try await world.database.run(
                """
                INSERT INTO scores (tenant_id, as_of, model, scaled, raw, band, score)
                SELECT \(Told.subject.uuid), date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'
                    - interval '8 days' + n * interval '1 hour', 1, 500, '50', 'fair', '{}'
                FROM generate_series(1, 20) n
                """)
            let before = try await world.count("scores")
            var thinning = Pipeline()
            ScoreThin.thin(&thinning)
            try await world.database.send(thinning)
            #expect(try await world.count("scores") == before - 19)
        }
    }

    @Test("scores that are older than a day are wanted anew")
    func aged() async throws {
        try await CreditWorld.lend { world in
            _ = try await open(world)
            try await world.database.run("DELETE FROM work")
            // It was made as of April, which is long ago or yet to come; what counts is its age.
            try await world.database.run("UPDATE standings SET as_of = now() - interval '23 hours'")
            #expect(try await world.database.transaction { try await ScoreAge.round($0) } == 0)
            try await world.database.run("UPDATE standings SET as_of = now() - interval '25 hours'")
            #expect(try await world.database.transaction { try await ScoreAge.round($0) } == 1)
            #expect(try await world.count("work", "kind = 'score.make'") == 1)
        }
    }
}
