import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Inventory

/// As ``OversellTests``, with Inventory as it is delivered: three processes that share nothing but broker and database.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct OversellProcessTests {
    @Test("500 orders on 100 units, three processes: exactly 100 of each are reserved", arguments: [1, 200])
    func with500Orders100(batch: Int) async throws {
        try await StockRoom.lend { room in
            try await withBroker { broker in
                try await room.put(OversellTests.units, of: Names.shirt)
                try await room.put(OversellTests.units, of: Names.mug)
                var processes: [Process] = []
                // Whatever goes wrong, none of them may outlive the test.
                defer {
                    for process in processes where process.isRunning {
                        kill(process.processIdentifier, SIGKILL)
                        process.waitUntilExit()
                    }
                }
                for _ in 0..<3 { processes.append(try Self.start(batch: batch, room, broker)) }
                let running = processes
                try await Self.sell(room, broker, running)
                for process in running { process.terminate() }
                try await eventually(within: .seconds(60), "all have ended") {
                    running.allSatisfy { !$0.isRunning }
                }
                #expect(running.map(\.terminationStatus) == [0, 0, 0], "each ends by itself when told to")
                try await Self.check(room)
            }
        }
    }

    private static func sell(_ room: StockRoom, _ broker: TestBroker, _ processes: [Process]) async throws {
        let publisher = try AMQPPublisher(
            AMQPConfiguration(url: broker.url), topology: Topology.broker(for: App.name), logger: silent)
        let result = await outcome {
            try await TestPublisher(publisher: publisher).send(OversellTests.messages(seed: 3))
            try await eventually(within: .seconds(120), "all orders are decided and nobody can be served") {
                let isSettled = try await room.isSettled(orders: OversellTests.orders, broker)
                return isSettled || !processes.allSatisfy(\.isRunning)
            }
            let areRunning = processes.allSatisfy { $0.isRunning }
            try #require(areRunning, "a service has ended by itself")
        }
        await publisher.close(within: .seconds(5))
        try result.get()
    }

    private static func check(_ room: StockRoom) async throws {
        let units = OversellTests.units
        #expect(try await room.level(Names.shirt) == [units, units, 0])
        #expect(try await room.level(Names.mug) == [units, units, 0])
        #expect(try await room.discrepancies() == 0, "the ledger is the levels")
        #expect(try await room.count("orders", "state = 'reserved'") == units)
        #expect(try await room.count("orders", "state = 'released'") == OversellTests.orders / 10)
        #expect(try await room.count("failures") == 0)
        #expect(try await room.count("deferred") == 0)
        #expect(try await room.deadlocks() == 0, "rows are locked in the order of their keys")
        let waiting = try await room.count("orders", "state = 'waiting'")
        #expect(waiting == OversellTests.orders - OversellTests.orders / 10 - units)
    }

    private static func start(batch: Int, _ room: StockRoom, _ broker: TestBroker) throws -> Process {
        let process = Process()
        process.executableURL = try BuiltProgram.find("inventory")
        process.arguments = ["run"]
        process.environment = [
            "AMQP_URL": broker.url, "DATABASE_URL": try TestRoles(of: App.name, in: room.url).worker,
            "BATCH_SIZE": "\(batch)",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }
}
