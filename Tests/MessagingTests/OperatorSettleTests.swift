import AMQP
import Contracts
import Foundation
import Postgres
import TestKit
import Testing

@testable import Messaging

/// What operators settle of failures and of work, among very many and beside what goes on meanwhile.
@Suite(.timeLimit(.minutes(5)))
struct OperatorSettleTests {
    private let operators = OperatorRequestTests()

    /// Open failures as lanes would have written them.
    private func fail(
        _ count: Int, _ world: RequestWorld, lane: String = "tally.moves", type: String = "t", cause: String = "a bug",
        headers: String = "", body: String = "{}"
    ) async throws {
        let message = #"{"exchange":"e","routingKey":"r","name":"n","correlation":"j","headers":{\#(headers)}}"#
        try await world.database.run(
            """
            INSERT INTO failures (message_id, lane, type, cause, detail, message, body, attempts, first_at, last_at)
            SELECT gen_random_uuid(), \(lane), \(type), \(cause), 'd', \(message), \(Array(body.utf8)), 1,
                now() - interval '1 hour' + make_interval(secs => number), now() - interval '1 minute'
            FROM generate_series(1, \(Int32(count))) AS number
            """)
    }

    /// A piece of work as somebody has wanted it.
    private func want(
        _ key: String, _ world: RequestWorld, of kind: String = Push.name, state: String = "failed",
        every: Double? = nil
    ) async throws {
        let lease = state == "leased" ? UUID() : nil
        try await world.database.run(
            """
            INSERT INTO work (tenant_id, kind, key, shop, endpoint_class, state, due_at, priority, wanted_by, payload,
                every, lease_id, taken_seq)
            VALUES (\(World.tenant.uuid), \(kind), \(key), work_nobody(), 'none', \(state),
                now() + interval '1 hour', 0, now(), '{}', \(every as Double?), \(lease as UUID?),
                \((lease == nil ? nil : 1) as Int?))
            """)
    }

    private func keys(_ world: RequestWorld) async throws -> [String] {
        try await world.database.rows("SELECT key FROM work ORDER BY key", as: String.self)
    }

    @Test("a cancel leaves what is done every so often, and counts it, unless it is meant too")
    func schedules() async throws {
        try await operators.asOperator { world, client in
            for key in ["a", "b"] { try await want(key, world, state: "waiting") }
            for key in ["poll", "sync"] { try await want(key, world, state: "waiting", every: 60) }
            let choice = WorkChoice(tenant: World.tenant)
            let first = try await operators.ask(WorkSettle(choice, act: .cancel), client)
            #expect(first == Settled(count: 2, left: 0, schedules: 2))
            #expect(try await keys(world) == ["poll", "sync"])
            let all = WorkSettle(choice, act: .cancel, includesSchedules: true)
            #expect(try await operators.ask(all, client) == Settled(count: 2, left: 0))
            #expect(try await keys(world).isEmpty)
        }
    }

    @Test("what is only marked is neither left nor cancelled twice, and leaves one receipt")
    func marked() async throws {
        try await operators.asOperator { world, client in
            try await want("some", world, state: "leased")
            try await want("other", world)
            let cancel = WorkSettle(WorkChoice(kind: "push"), act: .cancel, limit: 1)
            // By key: `other` goes, `some` is marked, then nothing is left.
            #expect(try await operators.ask(cancel, client) == Settled(count: 1, left: 1, schedules: 0))
            #expect(try await operators.ask(cancel, client) == Settled(count: 1, left: 0, schedules: 0))
            #expect(try await operators.ask(cancel, client) == Settled(count: 0, left: 0, schedules: 0))
            #expect(try await operators.ask(ReceiptList(), client).count == 2)
            #expect(try await keys(world) == ["some"], "its worker is to be through with it")
        }
    }

    @Test("what somebody waits for is left and counted, unless it was given up")
    func awaited() async throws {
        try await operators.asOperator { world, client in
            for state in ["waiting", "ready", "leased", "failed"] {
                try await want(state, world, of: Purchase.name, state: state)
            }
            try await want("read", world, state: "ready")
            let cancel = WorkSettle(WorkChoice(tenant: World.tenant), act: .cancel, includesSchedules: true)
            #expect(try await operators.ask(cancel, client) == Settled(count: 2, left: 0, awaited: 3))
            #expect(try await keys(world) == ["leased", "ready", "waiting"])
            let again = try await operators.ask(cancel, client)
            #expect(again == Settled(count: 0, left: 0, awaited: 3), "told each time, and not done")
        }
    }

    @Test("what is wanted anew while a cancel of given-up work waits for it is not cancelled")
    func freshWish() async throws {
        try await operators.asOperator { world, client in
            try await want("k", world)
            let cancel = WorkSettle(WorkChoice(kind: "push", state: .failed), act: .cancel)
            let answer = try await world.database.transaction { other in
                try await other.run("UPDATE work SET state = 'ready', attempt = 0, wanted_seq = wanted_seq + 1")
                let answer = Task { try await operators.ask(cancel, client) }
                try await eventually("the cancel waits for the row") {
                    try await world.database.first(
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ~ 'FOR UPDATE'",
                        as: Int.self) == 1
                }
                return answer
            }
            #expect(try await answer.value == Settled(count: 0, left: 0, schedules: 0))
            #expect(try await keys(world) == ["k"])
        }
    }

    @Test("groups are chosen by queue and cause before they are cut, whatever types a sender makes up")
    func groups() async throws {
        try await operators.asOperator { world, client in
            for number in 0..<201 { try await fail(2, world, lane: "tally.made_up", type: "t\(number)") }
            try await fail(1, world, cause: "a gap")
            #expect(try await operators.ask(FailureGroupList(), client).count == FailureGroupList.most)
            let lane = try await operators.ask(FailureGroupList(lane: "tally.moves"), client)
            #expect(lane.map(\.cause) == ["a gap"] && lane.map(\.count) == [1])
            #expect(try await operators.ask(FailureGroupList(cause: "a gap"), client) == lane)
            #expect(try await operators.ask(FailureGroupList(lane: "tally.moves", cause: "a bug"), client).isEmpty)
        }
    }

    @Test("discards take long steps, replays short ones; what is left is counted once, and again by the last step")
    func steps() async throws {
        try await operators.asOperator { world, client in
            try await fail(1500, world)
            func discard(_ left: Int?) -> FailureSettle {
                FailureSettle(FailureChoice(lane: "tally.moves"), act: .discard, limit: 1000, left: left)
            }
            #expect(try await operators.ask(discard(nil), client) == Settled(count: 1000, left: 500, erased: 0))
            try await fail(1000, world)
            // It was told 5000 of before, and believes it while steps are full: of 1,500 there are 500 now.
            #expect(try await operators.ask(discard(5000), client) == Settled(count: 1000, left: 4000))
            #expect(try await operators.ask(discard(4000), client) == Settled(count: 500, left: 0, erased: 0))
            let long = FailureSettle(FailureChoice(lane: "tally.moves"), act: .replay, limit: 501)
            #expect(await refused { try await operators.ask(long, client) }?.code == "limitOutOfRange")
        }
    }

    @Test("the oldest are found by an index, of a queue, of a cause and of a brand")
    func indices() async throws {
        try await operators.asOperator { world, _ in
            try await fail(3000, world)
            try await world.database.run("ANALYZE failures")
            let choices = [
                FailureChoice(lane: "tally.moves"), FailureChoice(cause: "a bug"), FailureChoice(tenant: World.tenant),
            ]
            for choice in choices {
                let plan = try await world.database.rows(
                    """
                    EXPLAIN SELECT message_id FROM failures WHERE \(choice.openOnes)
                    ORDER BY first_at, message_id LIMIT 100
                    """, as: String.self)
                #expect(plan.contains { $0.contains("failures_open_of_") }, "\(plan)")
                #expect(!plan.contains { $0.contains("Sort") }, "\(plan)")
            }
        }
    }

    @Test("what was erased with its buyer is told apart from what else is left")
    func erased() async throws {
        try await operators.asOperator { world, client in
            try await fail(3, world)
            try await world.database.run(
                """
                UPDATE failures SET erased_at = now(), body = ''
                WHERE message_id = (SELECT message_id FROM failures ORDER BY first_at LIMIT 1)
                """)
            let replay = FailureSettle(FailureChoice(lane: "tally.moves"), act: .replay)
            #expect(try await operators.ask(replay, client) == Settled(count: 2, left: 1, erased: 1))
            let found = try await operators.ask(FailureFind(state: .open), client)
            #expect(found.count == 1 && found.first?.erasedAt != nil && found.first?.bodyBytes == nil)
        }
    }

    @Test("what nothing handles any more is not replayed, and told apart")
    func goneLane() async throws {
        try await operators.asOperator { world, client in
            try await fail(3, world, lane: "tally.gone")
            // Erased and of a gone lane: no version can replay it, so it is told as erased alone.
            try await world.database.run(
                """
                UPDATE failures SET erased_at = now(), body = ''
                WHERE message_id = (SELECT message_id FROM failures ORDER BY first_at LIMIT 1)
                """)
            try await fail(1, world)
            let replay = FailureSettle(FailureChoice(cause: "a bug"), act: .replay)
            #expect(try await operators.ask(replay, client) == Settled(count: 1, left: 3, erased: 1, laneGone: 2))
            let discard = FailureSettle(FailureChoice(cause: "a bug"), act: .discard)
            #expect(try await operators.ask(discard, client) == Settled(count: 3, left: 0, erased: 0))
        }
    }

    @Test("a failure is shown with the headers that are understood, and with the size of a body that is cut")
    func headers() async throws {
        try await operators.asOperator { world, client in
            let headers = #""cloudEvents_source":"inventory","x-private":"Ada","traceparent":"00-1""#
            try await fail(1, world, headers: headers, body: String(repeating: "x", count: 5000))
            let found = try #require(try await operators.ask(FailureFind(), client).first)
            #expect(found.headers == ["cloudEvents_source": "inventory", "traceparent": "00-1"])
            #expect(found.bodyBytes == 5000 && found.body?.utf8.count == 4096 && found.erasedAt == nil)
        }
    }

    @Test("a settle that takes longer than its caller waits is undone, not done without a word")
    func tooLong() async throws {
        try await operators.asOperator { world, client in
            try await fail(1, world)
            let discard = FailureSettle(FailureChoice(lane: "tally.moves"), act: .discard)
            try await world.database.transaction { other in
                // Its receipt comes behind it, and waits here.
                try await other.run("LOCK TABLE receipts IN EXCLUSIVE MODE")
                await #expect(throws: RequestTrouble.self) {
                    try await client.ask(
                        discard, as: Caller(tenants: [], actor: "operator:test"), at: RequestWorld.schema,
                        within: .seconds(1))
                }
                try await eventually("it waits no more") {
                    try await world.database.first(
                        "SELECT count(*) FROM pg_locks WHERE relation = 'receipts'::regclass AND NOT granted",
                        as: Int.self) == 0
                }
            }
            let open = try await world.database.first(
                "SELECT count(*) FROM failures WHERE state = 'open'", as: Int.self)
            #expect(open == 1)
        }
    }

    @Test("receipts are chosen by the service's clock")
    func receipts() async throws {
        try await operators.asOperator { world, client in
            for days in [1, 3] {
                try await world.database.run(
                    """
                    INSERT INTO receipts (receipt_id, actor, command, subject, reason, count, began_at)
                    VALUES (gen_random_uuid(), 'a', \("day \(days)"), 's', '', 1,
                        now() - make_interval(days => \(Int32(days))))
                    """)
            }
            // An operator whose clock is a year ahead says since when, and how far back.
            let since = Instant(Date(timeIntervalSinceNow: 365 * 86_400))
            let two = ReceiptList(since: since, backMilliseconds: 2 * 86_400_000)
            #expect(try await operators.ask(two, client).map(\.command) == ["day 1"])
            let wrong = ReceiptList(backMilliseconds: -1)
            #expect(await refused { try await operators.ask(wrong, client) }?.field == "/backMilliseconds")
        }
    }

    @Test("a lane with more than is counted does not hide the others, and says that it has more")
    func counts() async throws {
        try await operators.asOperator { world, _ in
            let most = LaneState.mostCounted
            try await world.database.run(
                """
                INSERT INTO failures (message_id, lane, type, cause, detail, message, body, attempts, first_at)
                SELECT gen_random_uuid(), 'tally.full', 't', 'c', '', '{}', '', 1, now()
                FROM generate_series(1, \(Int32(most + 10)))
                """)
            try await fail(2, world)
            let oldest = Date(timeIntervalSince1970: 1_000_000)
            try await world.database.run(
                """
                INSERT INTO deferred (message_id, lane, message, body, reason, attempt, due_at, first_at)
                SELECT gen_random_uuid(), 'tally.moves', '{}', '', 'r', 1, now() + interval '1 day',
                    \(oldest) + make_interval(secs => number)
                FROM generate_series(0, 2) AS number
                """)
            let counts = try await TableCounts.read(["tally.full", "tally.moves", "tally.none"], world.database).lanes
            #expect(counts["tally.full"]?.failures == most + 1 && counts["tally.moves"]?.failures == 2)
            #expect(counts["tally.moves"]?.deferred == 3 && counts["tally.moves"]?.since == oldest)
            #expect(counts["tally.none"]?.failures == 0 && counts["tally.none"]?.since == nil)
        }
    }

    @Test("settled failures are dropped half a year after they failed last; open ones never")
    func forgotten() async throws {
        try await operators.asOperator { world, _ in
            for (type, days, state) in [("a", 181, "discarded"), ("b", 179, "replayed"), ("c", 1000, "open")] {
                try await fail(1, world, type: type)
                try await world.database.run(
                    """
                    UPDATE failures SET state = \(state), last_at = now() - make_interval(days => \(Int32(days)))
                    WHERE type = \(type)
                    """)
            }
            try await FailureLog.forgetSettled(world.database)
            let kept = try await world.database.rows("SELECT type FROM failures ORDER BY type", as: String.self)
            #expect(kept == ["b", "c"])
        }
    }
}
