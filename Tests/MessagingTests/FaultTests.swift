import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import Synchronization
import TestKit
import Testing

/// Connections break, instances die: nothing is lost, nothing counts twice.
@Suite(.timeLimit(.minutes(15)))
struct FaultTests {
    private func notes(_ count: Int, _ key: String = "a") -> [(id: UUID, note: Noted)] {
        (0..<count).map { _ in (UUID.v7(), Noted(key: key, amount: 1)) }
    }

    @Test("a broker that cuts the connection again and again changes nothing")
    func brokerCutsConnection() async throws {
        try await World.lend { world in
            try await world.running(World.lane(batch: 20)) {
                try await world.send(notes(500))
                for _ in 0..<3 { try await world.broker.killConnections() }
                try await eventually("all are counted") { try await world.total("a") == 500 }
            }
            #expect(try await world.count("failures") == 0)
            #expect(try await world.count("outbox") == 0)
            let announced = try await world.database.first("SELECT count(*) FROM inbox", as: Int.self)
            #expect(announced == 500)
        }
    }

    @Test("a database that cuts its connections changes nothing")
    func databaseCutsConnections() async throws {
        try await World.lend { world in
            let cuts = Atomic(0)
            try await world.running(World.lane(batch: 20)) {
                try await world.send(notes(500))
                while cuts.load(ordering: .relaxed) < 3 {
                    _ = try? await world.database.run(
                        """
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()
                        """
                    )
                    cuts.add(1, ordering: .relaxed)
                }
                // A row whose removal was cut off goes when the next sweep finds it.
                try await eventually("all are counted, and all that was told has gone out") {
                    let open = try await world.count("outbox")
                    return try await world.total("a") == 500 && open == 0
                }
            }
            #expect(try await world.total("a") == 500)
            #expect(try await world.count("failures") == 0)
        }
    }

    @Test("three instances share a queue and count each message once")
    func threeInstancesShare() async throws {
        try await World.lend { world in
            let messages = notes(300, "a") + notes(300, "b")
            try await world.running(World.lane(batch: 7)) {
                try await world.running(World.lane(batch: 50)) {
                    try await world.running(World.lane(batch: 200)) {
                        try await world.send(messages)
                        try await world.send(messages.shuffled())
                        try await eventually("all are counted") {
                            let queue = try await world.broker.queue(World.queue)
                            let inbox = try await world.count("inbox")
                            return queue?.messages == 0 && inbox == 600
                        }
                    }
                }
            }
            #expect(try await world.total("a") == 300)
            #expect(try await world.total("b") == 300)
            #expect(try await world.count("failures") == 0)
        }
    }

    private static let body = Array(#"{"key":"a","total":1}"#.utf8)

    private func leave(_ id: UUID, _ world: World) async throws {
        try await world.database.run(
            """
            INSERT INTO told (told_at, id, type, tenant_id, correlation, headers, body)
            VALUES (now() - interval '1 second', \(id), \(Counted.name.rawValue), \(World.tenant.uuid), 'journey',
                '{"x-test":42}', \(Self.body))
            """)
        // Of the second nothing is left: it was erased with its buyer.
        try await world.database.run(
            """
            INSERT INTO outbox (id, messages, told_at, due_at)
            SELECT id, ARRAY[id, \(UUID.v7())], told_at, told_at FROM told UNION ALL
            SELECT \(UUID.v7()), ARRAY[\(UUID.v7())], now(), now() - interval '1 second'
            """)
    }

    /// As version 0013 of the tables had it.
    private func leaveAsBefore(_ id: UUID, _ world: World) async throws {
        try await world.database.run(
            """
            INSERT INTO outbox (id, exchange, routing_key, type, tenant_id, correlation, headers, body, claimed_until)
            VALUES (\(id), 'shop.events', \(Counted.name.rawValue), \(Counted.name.rawValue), \(World.tenant.uuid),
                'journey', '{"x-test":42}', \(Self.body), now() - interval '1 second')
            """)
    }

    @Test(
        "what an instance decided and never sent is sent by another, also of the version before",
        arguments: [false, true])
    func instanceDecidedNever(isOld: Bool) async throws {
        try await World.lend { world in
            let left = UUID.v7()
            try await (isOld ? leaveAsBefore(left, world) : leave(left, world))
            let event = try await world.running {
                try await eventually("it is sent") { try await world.broker.queue("test.counted")?.ready == 1 }
                try await eventually("its row is gone") { try await world.count("outbox") == 0 }
                return try #require(try await world.broker.take(1, from: "test.counted").first)
            }
            #expect(event.properties["message_id"] == .string(left.text))
            #expect(event.headers["x-test"] == 42)
            #expect(event.headers["cloudEvents_tenantid"] == .string(World.tenant.description))
        }
    }

    @Test("an event that no queue takes is kept and sent once one does")
    func eventNoQueue() async throws {
        try await World.lend { world in
            try await world.running {
                try await eventually("the lane consumes") { try await world.broker.queue(World.queue)?.consumers == 1 }
                try await world.broker.deleteQueue("test.counted")
                try await world.send(notes(1))
                try await eventually("the return is noted") {
                    let error = try await world.database.first("SELECT last_error FROM outbox", as: String?.self)
                    return (error ?? nil)?.contains("312") == true
                }
                try await world.broker.declareQueue("test.counted")
                try await world.broker.bind("test.counted", to: "shop.events", key: Counted.name.rawValue)
                try await eventually(within: .seconds(60), "it is sent") { try await world.count("outbox") == 0 }
                try await eventually("it has arrived") { try await world.broker.queue("test.counted")?.ready == 1 }
            }
        }
    }

    @Test("a shutdown in the middle finishes what was fetched and leaves the rest in the queue")
    func shutdownMiddleFinishes() async throws {
        try await World.lend { world in
            let saves = Atomic(0)
            let handler = CountHandler { saves.add(1, ordering: .relaxed) }
            try await world.send(notes(2000))
            try await world.running(World.lane(batch: 10, handler)) {
                try await eventually("some batches are saved") { saves.load(ordering: .relaxed) > 5 }
            }
            let counted = try await world.total("a") ?? 0
            #expect(counted < 2000, "the shutdown must come in the middle for this test to mean anything")
            try await eventually("the rest is in the queue, unread") {
                try await world.broker.queue(World.queue)?.ready == 2000 - counted
            }
            // The broker may mark some of them as redelivered: those that it had set aside for us and not sent yet.
            let left = try await world.broker.take(2000, from: World.queue).map(\.properties["message_id"])
            let handled = try await world.database.rows("SELECT message_id FROM inbox", as: UUID.self)
            #expect(Set(left).isDisjoint(with: handled.map { .string($0.text) }), "nothing that was settled goes back")
            #expect(try await world.count("inbox") == counted)
            #expect(try await world.count("outbox") == 0)
            #expect(try await world.count("deferred") == 0)
            #expect(try await world.count("failures") == 0)
        }
    }
}
