import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

/// One row of the outbox names all messages of a transaction.
@Suite(.timeLimit(.minutes(5)))
struct SheafTests {
    private static let unheard = "shop.test.unheard.v1"

    /// As an instance that died leaves them.
    private func leave(_ types: [String], _ world: World) async throws -> [UUID] {
        let ids = types.map { _ in UUID.v7() }
        try await world.database.run(
            """
            INSERT INTO told (told_at, id, type, tenant_id, body)
            SELECT date_trunc('milliseconds', now()), id, type, \(World.tenant.uuid), '{}'
            FROM unnest(\(ids), \(types)) AS new (id, type)
            """)
        try await world.database.run(
            """
            INSERT INTO outbox (id, messages, told_at, due_at)
            SELECT \(ids[0]), \(ids), told_at, now() - interval '1 second' FROM told WHERE id = \(ids[0])
            """)
        return ids
    }

    @Test("of messages decided together only those wait that no queue takes, and the others are not sent twice")
    func onlyRefusedWait() async throws {
        try await World.lend { world in
            let ids = try await leave([Counted.name.rawValue, Self.unheard, Counted.name.rawValue], world)
            try await world.running {
                try await eventually("the row names what was returned, and why") {
                    let row = try await world.database.first(
                        "SELECT messages, last_error FROM outbox", as: ([UUID], String?).self)
                    return row?.0 == [ids[1]] && row?.1?.contains("312") == true
                }
                try await world.broker.declareQueue("test.unheard")
                try await world.broker.bind("test.unheard", to: "shop.events", key: Self.unheard)
                try await eventually(within: .seconds(60), "it is sent") { try await world.count("outbox") == 0 }
            }
            let counted = try await world.broker.take(10, from: "test.counted").map { $0.properties["message_id"] }
            #expect(counted == [.string(ids[0].text), .string(ids[2].text)])
            let unheard = try await world.broker.take(10, from: "test.unheard").map { $0.properties["message_id"] }
            #expect(unheard == [.string(ids[1].text)])
            #expect(try await world.count("told") == 3, "all of it is kept for a queue that is deleted")
        }
    }

    @Test("a transaction's messages beyond 200 are named by further rows, and all of them are sent")
    func manyAreSeveralRows() async throws {
        try await World.lend { world in
            let lane = Lane(World.queue, [.on(Noted.self, ManyHandler(count: 450))])
            try await world.send([(.v7(), Noted(key: "a", amount: 1))])
            try await world.running(lane) {
                try await eventually("all have arrived") {
                    try await world.broker.queue("test.counted")?.ready == 450
                }
                try await eventually("no row is left") { try await world.count("outbox") == 0 }
            }
            #expect(try await world.count("told") == 450)
        }
    }

    /// Everything takes three seconds on its way to the broker and three back, longer than the claim of two.
    @Test("what the broker is slow to confirm stays claimed, and is sent once")
    func slowConfirms() async throws {
        try await World.lend { world in
            try await withFaultyProxy(to: world.broker.url) { proxy, url in
                try await world.running(broker: url) {
                    try await eventually("it consumes") { try await world.broker.queue(World.queue)?.consumers == 1 }
                    proxy.delay(.seconds(3))
                    try await world.send([(.v7(), Noted(key: "a", amount: 1))])
                    // Renewed for ten seconds, of which some are over when we look.
                    try await eventually("its claim is renewed") {
                        try await world.database.first(
                            "SELECT due_at > now() + interval '5 seconds' FROM outbox", as: Bool.self) == true
                    }
                    proxy.delay(.zero)
                    try await eventually("it is confirmed") { try await world.count("outbox") == 0 }
                }
            }
            #expect(try await world.broker.take(10, from: "test.counted").count == 1)
        }
    }

    @Test("what many dead instances left, a row for each message, is swept by two, and all of it is sent")
    func twoSweep() async throws {
        try await World.lend { world in
            let ids = (0..<1300).map { _ in UUID.v7() }
            try await world.database.run(
                """
                INSERT INTO told (told_at, id, type, tenant_id, body)
                SELECT '\(unsafe: Self.moment)', id, \(Counted.name.rawValue), \(World.tenant.uuid), '{}'
                FROM unnest(\(ids)) AS new (id)
                """)
            try await world.database.run(
                """
                INSERT INTO outbox (id, messages, told_at, due_at)
                SELECT id, ARRAY[id], '\(unsafe: Self.moment)', '\(unsafe: Self.moment)' FROM unnest(\(ids)) AS new (id)
                """)
            try await world.running {
                try await world.running {
                    try await eventually(within: .seconds(60), "all are confirmed") {
                        try await world.count("outbox") == 0
                    }
                }
            }
            let arrived = try await world.broker.take(3000, from: "test.counted").map { $0.properties["message_id"] }
            #expect(Set(arrived) == Set(ids.map { .string($0.text) }))
            let moved = try await world.database.first(
                "SELECT count(*) FROM told WHERE told_at > '\(unsafe: Self.moment)'", as: Int.self)
            #expect(moved == 1300, "they were told when they were sent")
        }
    }

    /// The first of today, of which there is a partition.
    private static var moment: String {
        "\(Date().formatted(.iso8601.year().month().day()))T00:00:00Z"
    }

    @Test("where nothing is to be remembered, nothing is, also of what was swept")
    func forgotten() async throws {
        try await World.lend { world in
            _ = try await leave([Counted.name.rawValue, Counted.name.rawValue], world)
            try await world.send([(.v7(), Noted(key: "a", amount: 1))])
            try await world.running(keepsTold: false) {
                try await eventually("all three have arrived") {
                    try await world.broker.queue("test.counted")?.ready == 3
                }
            }
            #expect(try await world.count("outbox") == 0)
            #expect(try await world.count("told") == 0)
        }
    }

    @Test("what is erased before it is sent is not sent, and its row goes")
    func erased() async throws {
        try await World.lend { world in
            let ids = try await leave([Counted.name.rawValue, Counted.name.rawValue], world)
            try await world.database.run("DELETE FROM told WHERE id = \(ids[0])")
            _ = try await leave([Counted.name.rawValue], world)
            try await world.database.run("DELETE FROM told WHERE id <> \(ids[1])")
            try await world.running {
                try await eventually("no row is left") { try await world.count("outbox") == 0 }
            }
            let sent = try await world.broker.take(10, from: "test.counted").map { $0.properties["message_id"] }
            #expect(sent == [.string(ids[1].text)])
        }
    }

    @Test("a day of what was told stays as long as something of it is to be sent")
    func dayStays() async throws {
        try await World.lend { world in
            for day in 1...2 {
                try await world.database.run(
                    """
                    CREATE TABLE told_2020010\(unsafe: "\(day)") PARTITION OF told
                    FOR VALUES FROM ('2020-01-0\(unsafe: "\(day)")Z') TO ('2020-01-0\(unsafe: "\(day + 1)")Z')
                    """)
            }
            func days() async throws -> [String] {
                try await world.database.run("SELECT keep_told_partitions()")
                return try await world.database.rows(
                    "SELECT relname::text FROM pg_class WHERE relname LIKE 'told_2020____' ORDER BY 1", as: String.self)
            }
            try await world.database.run(
                """
                INSERT INTO outbox (id, messages, told_at, due_at)
                VALUES (\(UUID.v7()), ARRAY[\(UUID.v7())], '2020-01-02T00:00:00Z', '2020-01-02Z')
                """)
            #expect(try await days() == ["told_20200102"])
            try await world.database.run("DELETE FROM outbox")
            #expect(try await days().isEmpty)
        }
    }
}

/// Tells many things of one.
private struct ManyHandler: Handler {
    let count: Int

    func decide(_ message: Received<Noted>, _ view: Void) -> Decision<Never> {
        .done([], events: (1...count).map { Draft(Counted(key: message.body.key, total: $0)) })
    }

    func save(_ changes: [Never], _ pipeline: inout Pipeline) {}
}
