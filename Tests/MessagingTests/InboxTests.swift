import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

/// The inbox's days: made ahead, dropped when they are over.
@Suite(.timeLimit(.minutes(5)))
struct InboxTests {
    /// As a dump does, which reads all tables to its end; the day that is missing falls due a week from now.
    @Test("a service begins although somebody reads all of a table while a day to come is missing")
    func beginsBesideReader() async throws {
        try await World.lend { world in
            try await world.running { try await eventually("the days are made") { try await Self.hasAllDays(world) } }
            for sort in ["inbox", "told"] {
                try await world.database.run("DROP TABLE \(unsafe: Self.name(daysAhead: 7, sort))")
                try await world.database.transaction { reader in
                    try await reader.run("LOCK TABLE \(unsafe: sort) IN ACCESS SHARE MODE")
                    try await world.running {
                        try await world.send([(.v7(), Noted(key: sort, amount: 1))])
                        try await eventually("it is counted") { try await world.total(sort) == 1 }
                    }
                }
                try await world.running { try await eventually("made later") { try await Self.hasAllDays(world) } }
            }
        }
    }

    private static func hasAllDays(_ world: World) async throws -> Bool {
        try await world.database.first(
            """
            SELECT to_regclass('\(unsafe: name(daysAhead: 7))') IS NOT NULL
                AND to_regclass('\(unsafe: name(daysAhead: 7, "told"))') IS NOT NULL
            """, as: Bool.self) ?? false
    }

    @Test("who makes days waits for a second, not with everybody who writes behind him")
    func waitsShort() async throws {
        try await World.lend { world in
            let names = try await world.database.rows(
                """
                SELECT proname::text FROM pg_proc
                WHERE pronamespace = current_schema()::regnamespace AND 'lock_timeout=1s' = ANY(proconfig)
                ORDER BY proname
                """, as: String.self)
            #expect(names == ["keep_inbox_partitions", "keep_told_partitions"])
        }
    }

    @Test("days are made a week ahead and dropped after two, by however many at once")
    func daysMadeWeek() async throws {
        try await World.lend { world in
            try await world.database.run("SELECT keep_inbox_partitions()")
            try await world.database.run(
                """
                CREATE TABLE inbox_20200101 PARTITION OF inbox FOR VALUES
                FROM ('016f5e66-e800-0000-0000-000000000000') TO ('016f638d-4400-0000-0000-000000000000')
                """)
            try await world.database.run("DROP TABLE \(unsafe: Self.name(daysAhead: 7))")
            try await withThrowingTaskGroup { group in
                for _ in 0..<4 {
                    group.addTask { try await world.database.run("SELECT keep_inbox_partitions()") }
                }
                try await group.waitForAll()
            }
            let days = try await world.database.rows(
                """
                SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE inhparent = 'inbox'::regclass
                ORDER BY relname
                """, as: String.self)
            #expect(days == (-14...7).map(Self.name))

            // A message's own time chooses its day, to the last millisecond.
            let midnight = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 / 86_400).rounded(.down) * 86_400)
            for (seconds, day) in [(-0.001, -1), (0, 0)] {
                let id = UUID.v7(at: midnight.addingTimeInterval(seconds))
                try await world.database.run("INSERT INTO inbox VALUES (\(id), 'test')")
                let table = try await world.database.first(
                    "SELECT tableoid::regclass::text FROM inbox WHERE message_id = \(id)", as: String.self)
                #expect(table == Self.name(daysAhead: day))
            }
        }
    }

    @Test("what was told has its days, too, and is forgotten after three")
    func toldDaysForgotten() async throws {
        try await World.lend { world in
            for day in ["20200101", Self.day(-4), Self.day(-3)] {
                try await world.database.run(
                    "CREATE TABLE told_\(unsafe: day) PARTITION OF told FOR VALUES "
                        + "FROM ('\(unsafe: day)T00:00Z') TO ('\(unsafe: day)T23:00Z')")
            }
            try await withThrowingTaskGroup { group in
                for _ in 0..<4 { group.addTask { try await world.database.run("SELECT keep_told_partitions()") } }
                try await group.waitForAll()
            }
            let days = try await world.database.rows(
                """
                SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE inhparent = 'told'::regclass
                ORDER BY relname
                """, as: String.self)
            #expect(days == ([-3] + (0...7)).map { "told_" + Self.day($0) })
        }
    }

    /// `inbox_20261121` for today, in UTC.
    private static func name(daysAhead days: Int) -> String { name(daysAhead: days, "inbox") }

    private static func name(daysAhead days: Int, _ sort: String) -> String { "\(sort)_" + day(days) }

    /// `20261121` for today, in UTC.
    private static func day(_ days: Int) -> String {
        let day = Date(timeIntervalSinceNow: Double(days) * 86_400)
        return day.formatted(.iso8601.year().month().day()).replacing("-", with: "")
    }
}
