import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

/// What a lane promises for each message, on a real broker and database.
@Suite(.timeLimit(.minutes(15)))
struct LaneTests {
    private func note(_ key: String, _ amount: Int = 1, _ instruction: String? = nil, id: UUID = .v7()) -> (UUID, Noted)
    {
        (id, Noted(key: key, amount: amount, instruction: instruction))
    }

    @Test("a repeated message has one effect", arguments: [1, 200])
    func repeatedMessageEffect(batch: Int) async throws {
        try await World.lend { world in
            let message = note("a")
            try await world.send([message, message, note("b"), message])
            try await world.running(World.lane(batch: batch)) {
                try await eventually("all are settled") { try await world.total("b") == 1 }
                try await world.send([message, note("c")])
                try await eventually("the last is settled") { try await world.total("c") == 1 }
            }
            #expect(try await world.total("a") == 1)
            #expect(try await world.count("inbox") == 3)
            #expect(try await world.count("failures") == 0)
        }
    }

    @Test("later messages of a batch see what earlier ones decided")
    func laterMessagesBatch() async throws {
        try await World.lend { world in
            try await world.send((0..<100).map { _ in note("a") })
            let totals = try await world.running {
                try await eventually("all are counted") { try await world.total("a") == 100 }
                try await eventually("all are announced") { try await world.broker.queue("test.counted")?.ready == 100 }
                return try await world.broker.take(100, from: "test.counted").map {
                    try JSONDecoder().decode(Counted.self, from: $0.payload).total
                }
            }
            #expect(totals.sorted() == Array(1...100))
        }
    }

    @Test("an event carries on tenant, journey and trace, and names its cause")
    func eventCarriesTenant() async throws {
        try await World.lend { world in
            let cause = note("a", 7)
            try await world.send([cause], headers: ["traceparent": "00-aa-bb-01", "x-test": 42, "x-other": "dropped"])
            let event = try await world.running {
                try await eventually("it is announced") { try await world.broker.queue("test.counted")?.ready == 1 }
                return try #require(try await world.broker.take(1, from: "test.counted").first)
            }
            #expect(event.headers["cloudEvents_causationid"] == .string(cause.0.text))
            #expect(event.headers["cloudEvents_tenantid"] == .string(World.tenant.description))
            #expect(event.headers["cloudEvents_source"] == "/services/test")
            #expect(event.headers["cloudEvents_subject"] == "a")
            #expect(event.headers["traceparent"] == "00-aa-bb-01")
            #expect(event.headers["x-test"] == 42)
            #expect(event.headers["x-other"] == nil)
            #expect(event.properties["correlation_id"] == "journey-a")
            #expect(event.properties["type"] == "shop.test.counted.v1")
            #expect(event.properties["delivery_mode"] == 2)
            #expect(String(decoding: event.payload, as: UTF8.self).contains(#""total":7"#))
            #expect(try await world.count("outbox") == 0, "a drained service leaves no row")
        }
    }

    @Test("a rejected message is kept with its reason and not run again")
    func rejectedMessageKept() async throws {
        try await World.lend { world in
            let message = note("a", 1, "reject")
            try await world.send([message, note("b"), message])
            try await world.running { try await eventually("b is settled") { try await world.total("b") == 1 } }
            let rows = try await world.database.rows(
                "SELECT cause, detail, type, attempts, state, tenant_id FROM failures",
                as: (String, String, String, Int32, String, UUID).self)
            #expect(rows.count == 1)
            let row = try #require(rows.first)
            #expect(row.0 == "the test wants it so" && row.1 == "a")
            #expect(row.2 == "shop.test.noted.v1" && row.3 == 1 && row.4 == "open" && row.5 == World.tenant.uuid)
            #expect(try await world.broker.take(from: World.queue).isEmpty)
            #expect(try await world.count("inbox") == 2)
        }
    }

    @Test("a message that cannot be handled yet comes back and leaves no trace of waiting")
    func messageCannotHandled() async throws {
        try await World.lend { world in
            try await world.send([note("a", 1, "retry")])
            try await world.running { try await eventually("it is settled") { try await world.total("a") == 1 } }
            #expect(try await world.count("deferred") == 0)
            #expect(try await world.count("failures") == 0)
            #expect(try await world.count("inbox") == 1)
        }
    }

    @Test("a copy from the queue that is put off beside its deferred twin is not lost")
    func copyQueuePut() async throws {
        try await World.lend { world in
            let twin = note("a", 1, "retry")
            let message = """
                {"exchange":"shop.events","routingKey":"shop.test.noted.v1","name":"shop.test.noted.v1",
                "headers":{"cloudEvents_tenantid":"\(World.tenant)"}}
                """
            try await world.database.run(
                """
                INSERT INTO deferred (message_id, lane, message, body, reason, attempt, due_at)
                VALUES (\(twin.0), \(World.queue), \(message), \(Array(try JSONEncoder().encode(twin.1))), '', 0, now())
                """)
            try await world.send([twin, twin])
            try await world.running { try await eventually("it is settled") { try await world.total("a") == 1 } }
            #expect(try await world.count("deferred") == 0)
            #expect(try await world.count("inbox") == 1)
        }
    }

    @Test("a handler that throws again and again makes a failure after the lane's patience")
    func handlerThrowsAgain() async throws {
        try await World.lend { world in
            try await world.send([note("a", 1, "throw"), note("b")])
            try await world.running {
                try await eventually("it is given up") { try await world.count("failures") == 1 }
            }
            let attempts = try await world.database.first("SELECT attempts FROM failures", as: Int32.self)
            #expect(attempts == 4, "the first try and three repeats")
            #expect(try await world.total("b") == 1)
            #expect(try await world.count("deferred") == 0)
        }
    }

    @Test("a message that breaks a constraint harms only itself")
    func messageBreaksConstraint() async throws {
        try await World.lend { world in
            let good = (0..<40).map { note("good-\($0)") }
            try await world.send(Array(good[..<20]) + [note("poison", -1)] + Array(good[20...]))
            try await world.running {
                try await eventually("the poison is given up") { try await world.count("failures") == 1 }
            }
            let cause = try await world.database.first("SELECT cause FROM failures", as: String.self)
            #expect(cause == "the database refused: checkViolation")
            let sum = try await world.database.first("SELECT sum(total)::bigint FROM counters", as: Int.self)
            #expect(sum == 40)
        }
    }

    @Test("a deadlock repeats the batch and is held against no message")
    func deadlockRepeatsBatch() async throws {
        try await World.lend { world in
            // A sequence keeps its count when the transaction is rolled back.
            try await world.database.run("CREATE SEQUENCE tries")
            try await world.database.run(
                """
                CREATE FUNCTION stumble() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF nextval('tries') = 1 THEN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END IF;
                    RETURN NEW;
                END $$
                """)
            try await world.database.run(
                "CREATE TRIGGER stumble BEFORE UPDATE ON counters FOR EACH ROW EXECUTE FUNCTION stumble()")
            // What is put off here is a failure at once.
            var lane = World.lane()
            lane.patience.attempts = 0
            try await world.send([note("a", 5)])
            try await world.running(lane) {
                try await eventually("it is counted") { try await world.total("a") == 5 }
            }
            #expect(try await world.database.first("SELECT last_value FROM tries", as: Int.self) == 2)
            #expect(try await world.count("deferred") == 0)
            #expect(try await world.count("failures") == 0)
        }
    }

    @Test("what does not decode fails at once and says where")
    func notDecodeFails() async throws {
        try await World.lend { world in
            func raw(_ body: String) -> Publication {
                Publication(
                    exchange: "shop.events", routingKey: Noted.name.rawValue,
                    properties: MessageProperties(
                        messageID: UUID.v7().text, type: Noted.name.rawValue,
                        headers: [WireHeader.tenant: .string(World.tenant.description)]),
                    body: Array(body.utf8))
            }
            try await world.send([raw(#"{"key":"a"}"#), raw("no json"), raw("")])
            try await world.running {
                try await eventually("they are failures") { try await world.count("failures") == 3 }
            }
            let details = try await world.database.rows("SELECT detail FROM failures", as: String.self)
            #expect(details.contains("amount is missing"))
            #expect(try await world.count("deferred") == 0)
        }
    }

    @Test("an envelope that cannot be trusted makes a failure, never an effect")
    func envelopeCannotTrusted() async throws {
        try await World.lend { world in
            let day = 86_400.0
            let old = UUID.v7(at: Date(timeIntervalSinceNow: -15 * day))
            let early = UUID.v7(at: Date(timeIntervalSinceNow: 3 * day))
            try await world.send([note("a", id: old), note("a", id: early), note("a", id: UUID())])
            try await world.send([note("a")], tenant: nil)
            try await world.running {
                try await eventually("they are failures") { try await world.count("failures") == 4 }
            }
            let causes = try await world.database.rows("SELECT cause FROM failures ORDER BY cause", as: String.self)
            #expect(
                causes == [
                    "message_id is not a version 7 UUID", "the message is from the future",
                    "the message is older than the inbox", "the message names no tenant",
                ])
            #expect(try await world.total("a") == nil)
        }
    }

    @Test("a message of a kind unknown here waits for a newer instance")
    func messageKindUnknown() async throws {
        try await World.lend { world in
            let message = Publication(
                exchange: "", routingKey: World.queue,
                properties: MessageProperties(
                    messageID: UUID.v7().text, type: "shop.test.noted.v2",
                    headers: [WireHeader.tenant: .string(World.tenant.description)]),
                body: Array("{}".utf8))
            try await world.send([message])
            try await world.running {
                try await eventually("it is deferred") { try await world.count("deferred") == 1 }
            }
            #expect(try await world.count("failures") == 0)
            #expect(try await world.count("inbox") == 0)

            // Half an hour later no attempt is gone: they are for whoever knows it.
            try await world.database.run(
                "UPDATE deferred SET first_at = now() - interval '30 minutes', due_at = now(), reason = 'older'")
            try await world.running {
                try await eventually("it is deferred again") {
                    try await world.database.first("SELECT reason FROM deferred", as: String.self)
                        == "no handler knows this message"
                }
            }
            #expect(try await world.database.first("SELECT attempt FROM deferred", as: Int32.self) == 0)

            // An hour later nobody has come who knows it.
            try await world.database.run(
                "UPDATE deferred SET first_at = now() - interval '61 minutes', due_at = now()")
            try await world.running {
                try await eventually("it has failed") { try await world.count("failures") == 1 }
            }
            let failure = try await world.database.first(
                "SELECT cause || ': ' || detail FROM failures", as: String.self)
            #expect(failure == "no handler knows this message: shop.test.noted.v2")
            #expect(try await world.count("deferred") == 0)
        }
    }

    @Test("a suspect runs alone, and one that was noted too often does not run")
    func suspectRunsAlone() async throws {
        try await World.lend { world in
            let guilty = note("guilty")
            try await world.database.run(
                "INSERT INTO suspects (message_id, lane, seen) VALUES (\(guilty.0), \(World.queue), 3)")
            try await world.send([guilty, note("innocent")])
            try await world.fetchAndGo(2)
            try await world.running {
                try await eventually("both are settled") {
                    let failures = try await world.count("failures")
                    return try await world.total("innocent") == 1 && failures == 1
                }
            }
            #expect(try await world.total("guilty") == nil)
            let cause = try await world.database.first("SELECT cause FROM failures", as: String.self)
            #expect(cause == "consumers died while they handled it")
            #expect(try await world.count("suspects") == 0)
        }
    }

    @Test(
        "what was taken from the deferred and never settled is a suspect too",
        arguments: [(noted: 2, runs: true), (noted: 3, runs: false)])
    func takenDeferredNever(noted: Int32, runs: Bool) async throws {
        try await World.lend { world in
            let id = UUID.v7()
            let body = Array(try JSONEncoder().encode(Noted(key: "a", amount: 1)))
            let message = """
                {"exchange":"shop.events","routingKey":"\(Noted.name.rawValue)","name":"\(Noted.name.rawValue)",
                "headers":{"cloudEvents_tenantid":"\(World.tenant)"}}
                """
            try await world.database.run(
                """
                INSERT INTO deferred (message_id, lane, message, body, reason, attempt, due_at, claimed_until)
                VALUES (\(id), \(World.queue), \(message), \(body),
                    'not yet', 1, now() - interval '2 minutes', now() - interval '1 minute')
                """)
            try await world.database.run(
                "INSERT INTO suspects (message_id, lane, seen) VALUES (\(id), \(World.queue), \(noted))")
            try await world.running {
                try await eventually("it is settled") { try await world.count("deferred") == 0 }
            }
            #expect(try await world.total("a") == (runs ? 1 : nil))
            let causes = try await world.database.rows("SELECT cause FROM failures", as: String.self)
            #expect(causes == (runs ? [] : ["consumers died while they handled it"]))
            #expect(try await world.count("suspects") == 0)
        }
    }

    @Test("only the suspect that runs is blamed, should it be the death of the process")
    func onlySuspectRuns() async throws {
        try await World.lend { world in
            // At each of their effects it is noted how many are blamed at that moment.
            try await world.database.run("CREATE TABLE blamed (suspects bigint)")
            try await world.database.run(
                """
                CREATE FUNCTION blame() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN INSERT INTO blamed SELECT count(*) FROM suspects; RETURN NEW; END $$
                """)
            try await world.database.run(
                "CREATE TRIGGER blame BEFORE UPDATE ON counters FOR EACH ROW EXECUTE FUNCTION blame()")
            try await world.send((1...5).map { note("\($0)") })
            try await world.fetchAndGo(5)
            try await world.running {
                try await eventually("all are settled") { try await world.count("inbox") == 5 }
            }
            let blamed = try await world.database.rows("SELECT suspects FROM blamed", as: Int.self)
            #expect(blamed == [1, 1, 1, 1, 1])
            #expect(try await world.count("suspects") == 0)
        }
    }
}
