import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

/// What people do with failures.
@Suite(.timeLimit(.minutes(15)))
struct ReplayTests {
    /// A failure as a lane would have written it.
    private func fail(_ world: World, _ id: UUID, _ note: Noted, cause: String = "a bug") async throws {
        let message = """
            {"exchange":"shop.events","routingKey":"shop.test.noted.v1","name":"shop.test.noted.v1",
            "headers":{"cloudEvents_tenantid":"\(World.tenant)"}}
            """
        try await world.database.run(
            """
            INSERT INTO failures (message_id, lane, tenant_id, type, cause, detail, message, body, attempts, first_at)
            VALUES (\(id), \(World.queue), \(World.tenant.uuid), 'shop.test.noted.v1', \(cause), '', \(message),
                \(Array(try JSONEncoder().encode(note))), 1, now())
            """)
    }

    @Test("a replayed message runs although it was handled, and its failure is marked")
    func replayedMessageRuns() async throws {
        try await World.lend { world in
            let id = UUID.v7()
            try await world.database.run("SELECT keep_inbox_partitions()")
            try await world.database.run("INSERT INTO inbox VALUES (\(id), \(World.queue))")
            try await fail(world, id, Noted(key: "a", amount: 5))
            #expect(try await Messaging.failures(in: world.database).map(\.message) == [id])
            #expect(try await Messaging.replay(.init(message: MessageID(id)), in: world.database) == 1)
            #expect(
                try await Messaging.replay(.init(message: MessageID(id)), in: world.database) == 0,
                "it is no longer open")
            try await world.running {
                try await eventually("it is counted") { try await world.total("a") == 5 }
            }
            let state = try await world.database.first("SELECT state FROM failures", as: String.self)
            #expect(state == "replayed")
            #expect(try await world.count("deferred") == 0)
        }
    }

    @Test("a message older than the inbox comes back under a new id that names the old one")
    func messageOlderInbox() async throws {
        try await World.lend { world in
            let old = UUID.v7(at: Date(timeIntervalSinceNow: -20 * 86_400))
            try await fail(world, old, Noted(key: "a", amount: 1))
            #expect(try await Messaging.replay(.init(cause: "a bug"), in: world.database) == 1)
            let event = try await world.running {
                try await eventually("it is announced") { try await world.broker.queue("test.counted")?.ready == 1 }
                return try #require(try await world.broker.take(1, from: "test.counted").first)
            }
            let cause = try #require(event.headers["cloudEvents_causationid"])
            #expect(cause != .string(old.text))
            #expect(try await world.total("a") == 1)
        }
    }

    @Test("filters choose by cause, queue, brand and message; discarded ones never run")
    func filtersChooseCause() async throws {
        try await World.lend { world in
            for (index, cause) in ["one", "two", "two"].enumerated() {
                try await fail(world, .v7(), Noted(key: "\(index)", amount: 1), cause: cause)
            }
            #expect(try await Messaging.failures(.init(cause: "two"), in: world.database).count == 2)
            #expect(try await Messaging.failures(.init(tenant: .mint()), in: world.database).isEmpty)
            #expect(try await Messaging.failures(.init(lane: "other"), in: world.database).isEmpty)
            #expect(try await Messaging.failures(limit: 1, in: world.database).count == 1)
            #expect(try await Messaging.discard(.init(cause: "two"), limit: 1, in: world.database) == 1)
            #expect(try await Messaging.discard(.init(cause: "two"), in: world.database) == 1, "and the rest")
            #expect(try await Messaging.replay(.init(), in: world.database) == 1)
            #expect(try await Messaging.failures(in: world.database).isEmpty)
        }
    }

    @Test("one that cannot be read is filed again and does not keep the others from being replayed")
    func cannotReadFiled() async throws {
        try await World.lend { world in
            let day = 86_400.0
            let (spoiled, sound) = (
                UUID.v7(at: Date(timeIntervalSinceNow: -30 * day)), UUID.v7(at: Date(timeIntervalSinceNow: -20 * day))
            )
            for id in [spoiled, sound] { try await fail(world, id, Noted(key: "a", amount: 1)) }
            try await world.database.run("UPDATE failures SET message = '{}' WHERE message_id = \(spoiled)")
            #expect(try await Messaging.replay(.init(cause: "a bug"), in: world.database) == 2)
            try await world.running {
                try await eventually("the sound one is counted") { try await world.total("a") == 1 }
                try await eventually("the other is filed again") {
                    try await Messaging.failures(.init(cause: "the stored message cannot be read"), in: world.database)
                        .map(\.message) == [spoiled]
                }
            }
        }
    }

    @Test("what the door refuses again waits for nothing more, and stays discarded")
    func doorRefusesAgain() async throws {
        try await World.lend { world in
            var lane = World.lane()
            lane.door = Door { (_) throws(Door.Refusal) in throw Door.Refusal("nobody is let in") }
            try await world.send([(.v7(), Noted(key: "a", amount: 1))])
            try await world.running(lane) {
                let filed = { try await Messaging.failures(in: world.database) }
                try await eventually("it is filed") { try await filed().count == 1 }
                #expect(try await Messaging.replay(.init(), in: world.database) == 1)
                try await eventually("it is filed again, as the same failure") {
                    try await filed().map(\.attempts) == [2]
                }
                #expect(try await world.count("deferred") == 0, "else it would come back for ever")
                #expect(try await world.count("failures") == 1)
            }
        }
    }

    @Test("the same bytes under two ids are two failures, each found by its sender's id")
    func sameBytes() async throws {
        try await World.lend { world in
            var lane = World.lane()
            lane.door = Door { (_) throws(Door.Refusal) in throw Door.Refusal("nobody is let in") }
            let sent = ["a", "b", nil].map { id in
                Publication(
                    exchange: "shop.events", routingKey: Noted.name.rawValue,
                    properties: MessageProperties(messageID: id, type: Noted.name.rawValue), body: Array("{".utf8))
            }
            try await world.send(sent)
            try await world.running(lane) {
                let rows = {
                    try await world.database.rows(
                        "SELECT coalesce(message::jsonb->>'subject', '-') || attempts FROM failures ORDER BY 1",
                        as: String.self)
                }
                try await eventually("all are filed") { try await rows() == ["-1", "a1", "b1"] }
                #expect(try await Messaging.replay(.init(), in: world.database) == 3)
                try await eventually("and again, as the same") { try await rows() == ["-2", "a2", "b2"] }
            }
        }
    }

    @Test("what fails again after its replay is not found again before the moment of the first step")
    func failsAgainAfter() async throws {
        try await World.lend { world in
            for _ in 0..<2 { try await fail(world, .v7(), Noted(key: "a", amount: 1, instruction: "reject")) }
            // A moment later, since what is told apart here has milliseconds.
            try await world.database.run("UPDATE failures SET last_at = last_at - interval '1 second'")
            let before = Instant(Date())
            #expect(try await Messaging.replay(.init(lane: World.queue), before: before, in: world.database) == 2)
            try await world.running {
                try await eventually("both have failed again") {
                    try await Messaging.failures(in: world.database).count == 2
                }
            }
            #expect(try await Messaging.replay(.init(lane: World.queue), before: before, in: world.database) == 0)
            #expect(try await Messaging.discard(.init(lane: World.queue), before: before, in: world.database) == 0)
            #expect(try await Messaging.replay(.init(lane: World.queue), in: world.database) == 2)
        }
    }

    @Test("many replays become due one after the other")
    func manyReplaysBecome() async throws {
        try await World.lend { world in
            for index in 0..<10 { try await fail(world, .v7(), Noted(key: "\(index)", amount: 1)) }
            #expect(try await Messaging.replay(.init(), perSecond: 2, in: world.database) == 10)
            let seconds = try await world.database.first(
                "SELECT extract(epoch FROM max(due_at) - min(due_at))::float8 FROM deferred", as: Double.self)
            #expect(abs((seconds ?? 0) - 4.5) < 0.001, "nine pauses of half a second")
        }
    }
}
