import AMQP
import Contracts
import Foundation
import Postgres
import TestKit
import Testing

@testable import Messaging

/// Who has messages that were put off, while instances come and go.
struct DeferralTests {
    private func putOff(_ world: World, claimed: SQL) async throws -> UUID {
        let id = UUID.v7()
        let message = """
            {"exchange":"shop.events","routingKey":"\(Noted.name.rawValue)","name":"\(Noted.name.rawValue)",
            "headers":{"cloudEvents_tenantid":"\(World.tenant)"}}
            """
        try await world.database.run(
            """
            INSERT INTO deferred (message_id, lane, message, body, reason, attempt, due_at, claimed_until)
            VALUES (\(id), \(World.queue), \(message),
                \(Array(try JSONEncoder().encode(Noted(key: "a", amount: 1)))), 'not yet', 1,
                now() - interval '2 minutes', \(claimed))
            """)
        return id
    }

    private func runner(_ world: World) throws -> LaneRunner {
        let messaging = try Messaging(
            service: "test", broker: AMQPConfiguration(url: world.broker.url), database: world.database,
            topology: World.narrow, router: { Route(exchange: "shop.events", key: $0.rawValue, isMandatory: true) },
            lanes: [World.lane()], logger: silent)
        return messaging.runners[0]
    }

    /// What another instance would be handed: the row, and whether it is a suspect.
    private func due(_ world: World) async throws -> [UUID: Bool] {
        let rows = try await Deferral.takeDue(lane: World.queue, limit: 10, world.database)
        return Dictionary(rows.map { ($0.id, $0.wasTaken) }) { first, _ in first }
    }

    @Test("what nobody here knows waits as long again each time, within the bounds")
    func pausesByAge() {
        let patience = Patience()
        for (age, pause) in [(0.0, 1.0), (0.4, 1), (40, 40), (599, 599), (3000, 600)] {
            #expect(patience.pause(atAge: .seconds(age), jitter: 0) == .seconds(pause))
        }
        #expect(patience.pause(atAge: .seconds(40), jitter: 0.25) == .seconds(50))
    }

    @Test("an instance that is about to end takes none of them")
    func draining() async throws {
        try await World.lend { world in
            let id = try await putOff(world, claimed: "NULL")
            let runner = try runner(world)
            runner.drain()
            try await runner.handBack()
            #expect(try await due(world) == [id: false])
        }
    }

    @Test("what an instance takes while it ends is another's at once, a suspect as it was before")
    func released() async throws {
        try await World.lend { world in
            let fresh = try await putOff(world, claimed: "NULL")
            let suspect = try await putOff(world, claimed: "now() - interval '1 minute'")
            let runner = try runner(world)
            try await world.database.transaction { transaction in
                try await transaction.run("LOCK TABLE deferred IN ACCESS EXCLUSIVE MODE")
                async let handedBack: Void = runner.handBack()
                try await eventually("it waits for the rows") {
                    try await transaction.first(
                        "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND relation = 'deferred'::regclass",
                        as: Bool.self) == true
                }
                runner.drain()
                await runner.run()
                try await transaction.run("COMMIT")
                try await handedBack
            }
            #expect(try await due(world) == [fresh: false, suspect: true])
        }
    }
}
