import AMQP
import Contracts
import Foundation
import Postgres
import TestKit
import Testing

@testable import Messaging

@Suite(.timeLimit(.minutes(15)))
struct SuspectTests {
    /// Two lanes with one message each that came back; the first is held up by a lock on what it counts.
    @Test("while a suspect of one lane is handled none of another is noted: who dies now is to blame alone")
    func oneAtATime() async throws {
        try await World.lend { world in
            let other = "test.counted"
            try await world.send([(.v7(), Noted(key: "a", amount: 1))])
            let properties = MessageProperties(
                messageID: UUID.v7().text, type: Noted.name.rawValue,
                headers: [WireHeader.tenant: .string(World.tenant.description)])
            try await world.send([
                Publication(
                    exchange: "", routingKey: other, properties: properties,
                    body: Array(try JSONEncoder().encode(Noted(key: "a", amount: 1))))
            ])
            try await world.fetchAndGo(1)
            try await world.fetchAndGo(1, from: other)
            try await world.database.run("INSERT INTO counters VALUES ('a', 0)")
            try await PostgresPool.lend(try World.configuration(world.databaseURL)) { own in
                let messaging = try Messaging(
                    service: "test", broker: AMQPConfiguration(url: world.broker.url), database: own,
                    topology: World.narrow,
                    router: { _ in Route(exchange: "shop.events", key: "nobody", isMandatory: false) },
                    lanes: [World.lane(), Lane(other, [.on(Noted.self, CountHandler())])], logger: silent)
                try await world.database.withConnection { holder in
                    try await holder.run("BEGIN")
                    try await holder.run("SELECT FROM counters FOR UPDATE")
                    try await serving([messaging]) {
                        try await eventually("both have come, and one is noted") {
                            let (first, second) = (
                                try await world.broker.queue(World.queue), try await world.broker.queue(other)
                            )
                            let noted = try await world.count("suspects")
                            return first?.unacknowledged == 1 && second?.unacknowledged == 1 && noted == 1
                        }
                        try await holder.run("COMMIT")
                        try await eventually("both are counted") { try await world.total("a") == 2 }
                    }
                }
            }
            #expect(try await world.count("suspects") == 0)
            #expect(try await world.count("failures") == 0)
        }
    }

    @Test("a suspect to which the door gives a new id each time is known by its content, and noted before it is read")
    func suspectDoorGives() async throws {
        var lane = World.lane()
        let reads = Notes<String>()
        // As at a door for strangers, whose ids are not ours.
        lane.door = Door { delivery in
            reads.add(String(decoding: delivery.body, as: UTF8.self))
            return Door.metadata(delivery, id: .v7(), name: Noted.name)
        }
        func delivery(_ body: String) -> Delivery {
            Delivery(
                receipt: Receipt(generation: 1, tag: 1), isRedelivered: true, exchange: "shop.events",
                routingKey: Noted.name.rawValue, properties: MessageProperties(messageID: "order-1"),
                body: Array(body.utf8))
        }
        let guilty = #"{"key":"guilty"}"#
        func arrival(_ body: String) -> Arrival { Arrival(Reading(delivery(body), lane, isSuspect: true), lane) }
        let (first, second) = (arrival(guilty), arrival(guilty))
        #expect(first.suspectID == second.suspectID)
        #expect(arrival(#"{"key":"innocent"}"#).suspectID != first.suspectID)
        #expect(reads.all.isEmpty)
        let (one, two) = (first.opened(lane, tracer: nil), second.opened(lane, tracer: nil))
        #expect(reads.all == [guilty, guilty])
        #expect(one.metadata.id != two.metadata.id && one.metadata.name == Noted.name)
        #expect(one.suspectID == first.suspectID && two.suspectID == first.suspectID)
        try await World.lend { world in
            try await world.database.run(
                "INSERT INTO suspects (message_id, lane, seen) VALUES (\(first.suspectID), \(World.queue), 3)")
            let properties = MessageProperties(
                messageID: "order-1", type: Noted.name.rawValue,
                headers: [WireHeader.tenant: .string(World.tenant.description)])
            try await world.send([
                Publication(
                    exchange: "shop.events", routingKey: Noted.name.rawValue, properties: properties,
                    body: Array(guilty.utf8))
            ])
            try await world.fetchAndGo(1)
            try await world.running(lane) {
                try await eventually("it is condemned") { try await world.count("failures") == 1 }
            }
            let cause = try await world.database.first("SELECT cause FROM failures", as: String.self)
            #expect(cause == "consumers died while they handled it")
            #expect(try await world.count("suspects") == 0)
            #expect(reads.all.count == 2, "who was condemned is not read again")
        }
    }
}
