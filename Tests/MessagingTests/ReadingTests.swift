import AMQP
import Contracts
import Foundation
import Postgres
import TestKit
import Testing

@testable import Messaging

/// What is known of a message before it is handled.
@Suite(.timeLimit(.minutes(5)))
struct ReadingTests {
    @Test("a body is read on its arrival, but not of a message that may have killed its consumer")
    func readAhead() throws {
        let lane = World.lane()
        func reading(_ body: String, name: MessageName = Noted.name, generation: Int = 1, count: Int = 0) -> Reading {
            let properties = MessageProperties(
                messageID: UUID.v7().text, type: name.rawValue, headers: ["x-delivery-count": .int(Int64(count))])
            let delivery = Delivery(
                receipt: Receipt(generation: generation, tag: 1), isRedelivered: count > 0, exchange: "shop.events",
                routingKey: name.rawValue, properties: properties, body: Array(body.utf8))
            return Reading(delivery, lane, isSuspect: count > 0)
        }
        let note = #"{"key":"a","amount":1}"#
        let read = try #require(try reading(note).body?.get() as? Opened<Noted>)
        #expect(read.body.key == "a" && read.body.amount == 1)
        #expect(throws: DecodingError.self) { try #require(reading(#"{"key":1}"#).body).get() }
        #expect(reading(note, count: 1).body == nil)
        #expect(reading(note, generation: 0).body == nil)
        #expect(reading(note, name: "shop.test.unknown.v1").body == nil)

        let suspect = Arrival(reading(note, count: 1), lane)
        let late = try suspect.body(for: try #require(lane.subscription(of: Noted.name))) as? Opened<Noted>
        #expect(suspect.isSuspect && late?.body.key == "a")
    }

    @Test("what the door has to name is not remembered, and counts once for each time it is sent or put off")
    func namedHere() async throws {
        var lane = World.lane()
        lane.door = Door { Door.metadata($0, id: nil, name: Noted.name) }
        lane.needsTenant = false
        try await World.lend { world in
            // 1 + 1 of two that are alike, 2 of one that is put off twice.
            let notes = [(1, nil), (1, nil), (2, "retry")].map { Noted(key: "a", amount: $0, instruction: $1) }
            let bodies = try notes.map { Array(try JSONEncoder().encode($0)) }
            try await world.running(lane) {
                try await world.send(
                    bodies.map { body in
                        Publication(
                            exchange: "shop.events", routingKey: Noted.name.rawValue, properties: MessageProperties(),
                            body: body)
                    })
                try await eventually("all three are counted") {
                    try await world.database.first("SELECT total FROM counters WHERE key = 'a'", as: Int.self) == 4
                }
            }
            #expect(try await world.count("inbox") == 0)
            #expect(try await world.count("deferred") == 0)
            #expect(try await world.count("failures") == 0)
        }
    }
}
