import AMQP
import Contracts
import Foundation
import Postgres
import TestKit
import Testing

@testable import Messaging

@Suite(.timeLimit(.minutes(15)))
struct SuspectTests {
    @Test("a suspect to which the door gives a new id each time is known by its content")
    func suspectDoorGives() async throws {
        var lane = World.lane()
        // As at a door for strangers, whose ids are not ours.
        lane.door = Door { Door.metadata($0, id: .v7(), name: Noted.name) }
        func delivery(_ body: String) -> Delivery {
            Delivery(
                receipt: Receipt(generation: 1, tag: 1), isRedelivered: true, exchange: "shop.events",
                routingKey: Noted.name.rawValue, properties: MessageProperties(messageID: "order-1"),
                body: Array(body.utf8))
        }
        let guilty = #"{"key":"guilty"}"#
        func arrival(_ body: String) -> Arrival { Arrival(Reading(delivery(body), lane), lane) }
        let (first, second) = (arrival(guilty), arrival(guilty))
        #expect(first.metadata.id != second.metadata.id)
        #expect(first.suspectID == second.suspectID)
        #expect(arrival(#"{"key":"innocent"}"#).suspectID != first.suspectID)
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
        }
    }
}
