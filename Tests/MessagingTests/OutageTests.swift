import AMQP
import Contracts
import Foundation
import Postgres
import TestKit
import Testing

@testable import Messaging

/// A database that is there and takes nothing is no message's fault.
@Suite(.timeLimit(.minutes(10)))
struct OutageTests {
    @Test("while the database only reads, nothing is counted against a message")
    func whileDatabaseOnly() async throws {
        try await World.lend { world in
            // One try more and it would be a failure.
            var lane = World.lane()
            lane.patience.attempts = 1
            try await world.running(lane) {
                try await world.send([(.v7(), Noted(key: "a", amount: 1))])
                try await eventually("the first is counted") { try await world.total("a") == 1 }
                let before = try await rollbacks(world)
                try await setReadOnly(true, world)
                try await world.send((0..<3).map { _ in (.v7(), Noted(key: "a", amount: 1)) })
                try await eventually("it was tried again and again") {
                    (try? await rollbacks(world)).map { $0 >= before + 3 } ?? false
                }
                try await setReadOnly(false, world)
                // The pool may still hold a connection that was ended with the others.
                try await eventually("all are counted") { (try? await world.total("a")) == 4 }
            }
            #expect(try await world.count("failures") == 0)
            #expect(try await world.count("deferred") == 0)
        }
    }

    private func setReadOnly(_ isReadOnly: Bool, _ world: World) async throws {
        let name = try #require(URLComponents(string: world.databaseURL)).path.dropFirst()
        let connection = try await PostgresConnection.open(
            PostgresConfiguration(url: world.databaseURL), logger: silent)
        try await connection.run("SET default_transaction_read_only = off")
        try await connection.run(
            "ALTER DATABASE \(identifier: String(name)) SET default_transaction_read_only = \(unsafe: "\(isReadOnly)")")
        try await connection.run(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """)
        await connection.close()
    }

    @Test("a message that can neither be handled nor noted is tried slowly until it can")
    func messageNeitherHandled() async throws {
        try await World.lend { world in
            try await world.running {
                try await eventually("the lane consumes") { try await world.broker.queue(World.queue)?.consumers == 1 }
                try await world.database.run("ALTER TABLE deferred RENAME TO hidden")
                let before = try await rollbacks(world)
                // The constraint of the table forbids it.
                try await world.send([(.v7(), Noted(key: "a", amount: -1)), (.v7(), Noted(key: "b", amount: 1))])
                var tries = 0
                try await eventually("it was tried again and again") {
                    tries = try await rollbacks(world) - before
                    return tries >= 5
                }
                // The server's count may be ten seconds late; unbridled it would be thousands.
                #expect(tries < 100)
                try await world.database.run("ALTER TABLE hidden RENAME TO deferred")
                try await eventually("it is a failure") { try await world.count("failures") == 1 }
                try await eventually("the other is counted") { try await world.total("b") == 1 }
            }
            #expect(try await world.total("a") ?? 0 == 0)
        }
    }

    private func rollbacks(_ world: World) async throws -> Int {
        try await world.database.first(
            "SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()", as: Int.self) ?? 0
    }

    @Test("that no connection came free is nobody's fault, that a statement took too long may be its own")
    func noConnectionCame()
        async throws
    {
        try await World.template.withCopy { url in
            var configuration = try World.configuration(url)
            configuration.leaseTimeout = .milliseconds(50)
            let pool = PostgresPool(configuration, size: 1, logger: silent)
            let crowded = try await pool.withConnection { _ in
                await #expect(throws: PostgresError.self) { try await pool.run("SELECT 1") }
            }
            #expect(crowded?.code == .deadlineExceeded && crowded?.isNobodysFault == true)
            try await pool.run("SET statement_timeout = 20")
            let slow = await #expect(throws: PostgresError.self) { try await pool.run("SELECT pg_sleep(60)") }
            #expect(slow?.code == .deadlineExceeded && slow?.isNobodysFault == false)
            await pool.close()
        }
    }

    @Test("a zero byte in an envelope becomes a failure like any other")
    func zeroByteEnvelope() async throws {
        try await World.lend { world in
            // Without an id of their own they are told apart by what they say.
            for (id, type, body) in [("\0", "shop.test.noted.v1", [0, 0xFF]), ("x", "a\0b", [0, 0xFE])]
                as [(String, String, [UInt8])]
            {
                try await world.send([
                    Publication(
                        exchange: "", routingKey: World.queue,
                        properties: MessageProperties(messageID: id, type: type), body: body)
                ])
            }
            try await world.send([(.v7(), Noted(key: "a", amount: 1))])
            try await world.running {
                try await eventually("both have failed") { try await world.count("failures") == 2 }
                try await eventually("the third is counted") { try await world.total("a") == 1 }
            }
            let seen = try await world.database.rows("SELECT type || ' ' || detail FROM failures", as: String.self)
            #expect(Set(seen) == ["shop.test.noted.v1 \u{FFFD}", "a\u{FFFD}b x"])
        }
    }
}
