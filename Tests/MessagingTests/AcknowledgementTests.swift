import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

/// Nothing is acknowledged before it is committed.
@Suite(.timeLimit(.minutes(10))) struct AcknowledgementTests {
    /// The lane has fetched, its database is gone, and it is told to end: what was not committed goes back.
    @Test("a shutdown without a database leaves every message in the queue")
    func shutdownWithoutDatabase() async throws {
        try await World.lend { world in
            try await withFaultyProxy(to: world.databaseURL) { proxy, url in
                let cutOff = World(
                    broker: world.broker, database: world.database, databaseURL: url, publisher: world.publisher)
                try await cutOff.running(World.lane(batch: 10)) {
                    try await world.send([(UUID.v7(), Noted(key: "a", amount: 1))])
                    try await eventually("the lane works") { try await world.total("a") == 1 }
                    proxy.refuse()
                    proxy.cut()
                    try await world.send((0..<10).map { _ in (UUID.v7(), Noted(key: "a", amount: 1)) })
                    try await eventually("the lane holds them") {
                        try await world.broker.queue(World.queue)?.unacknowledged == 10
                    }
                }
                #expect(try await world.total("a") == 1, "none was committed")
                try await eventually("all are in the queue again") {
                    try await world.broker.queue(World.queue)?.ready == 10
                }
                proxy.accept()
                try await cutOff.running(World.lane(batch: 10)) {
                    try await eventually("all are counted, once") { try await world.total("a") == 11 }
                }
                #expect(try await world.count("failures") == 0)
            }
        }
    }
}
