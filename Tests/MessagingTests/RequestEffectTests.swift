import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

/// What requests do to the database: once under a key, and never beyond what the caller may see.
@Suite(.timeLimit(.minutes(3)))
struct RequestEffectTests {
    @Test("under an idempotency key a repeat gets the first answer and has no effect")
    func underIdempotencyKey() async throws {
        try await RequestWorld.lend { world in
            try await world.serving { _ async throws in
                let question = TallyAdd(key: "a", amount: 3)
                for _ in 1...3 {
                    #expect(try await world.ask(question, idempotencyKey: "once").total == 3)
                }
                #expect(try await world.ask(question, idempotencyKey: "twice").total == 6)
                #expect(try await world.ask(question).total == 9)
            }
            try await eventually("three events are there, one per effect") {
                try await world.broker.queue("tally.counted")?.ready == 3
            }
        }
    }

    @Test("one request that the broker hands out twice has one effect, also without a key")
    func requestBrokerHands() async throws {
        try await RequestWorld.lend { world in
            let id = UUID.v7()
            let request = Publication(
                exchange: "shop.requests", routingKey: TallyAdd.name.rawValue,
                properties: MessageProperties(
                    messageID: id.text, type: TallyAdd.name.rawValue, replyTo: "gateway.nobody.replies",
                    headers: [
                        "shop_tenants": .string("\(World.tenant)"), "shop_actor": "",
                        "cloudEvents_tenantid": .string("\(World.tenant)"),
                        "shop_deadline": .int(Int64(Date().timeIntervalSince1970 * 1000) + 60_000),
                    ]),
                body: Array(try JSONEncoder().encode(TallyAdd(key: "a", amount: 10))))
            try await world.serving { _ async throws in
                let publisher = try AMQPPublisher(AMQPConfiguration(url: world.broker.url), logger: silent)
                #expect(try await publisher.publish([request, request]) == [.confirmed, .confirmed])
                await publisher.close(within: .seconds(5))
                try await eventually("both are taken") { world.doings.begun == 2 }
            }
            let total = try await world.total("a")
            #expect(total == 10)
        }
    }

    @Test("the same key with another body is a conflict; another brand's same key is another key")
    func sameKeyAnother() async throws {
        try await RequestWorld.lend { world in
            try await world.serving { _ async throws in
                _ = try await world.ask(TallyAdd(key: "a", amount: 3), idempotencyKey: "once")
                let conflict = await refused {
                    try await world.ask(TallyAdd(key: "a", amount: 4), idempotencyKey: "once")
                }
                #expect(conflict?.kind == .conflict)
                #expect(conflict?.field == "Idempotency-Key")
                #expect(try await world.total("a") == 3)
                let other = TenantID.mint()
                let reply = try await world.ask(TallyAdd(key: "a", amount: 4), as: other, idempotencyKey: "once")
                #expect(reply.total == 4)
            }
        }
    }

    @Test("repeats that come at once have one effect and one answer")
    func repeatsComeOnce() async throws {
        try await RequestWorld.lend { world in
            try await world.serving { _ async throws in
                let totals = try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<20 {
                        group.addTask {
                            try await world.ask(TallyAdd(key: "a", amount: 1), idempotencyKey: "once").total
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(totals == Array(repeating: 1, count: 20))
            }
            #expect(try await world.total("a") == 1)
        }
    }

    @Test("a refused or failed write leaves its key free")
    func refusedFailedWrite() async throws {
        try await RequestWorld.lend { world in
            try await world.serving { _ async throws in
                for instruction in ["refuse", "break"] {
                    let question = TallyAdd(key: "a", amount: 1, instruction: instruction)
                    #expect(await refused { try await world.ask(question, idempotencyKey: "k") } != nil)
                }
                #expect(try await world.ask(TallyAdd(key: "a", amount: 1), idempotencyKey: "k").total == 1)
            }
        }
    }

    @Test(
        "a key that is empty, too long or not plain text is refused",
        arguments: ["", "a\u{0}b", String(repeating: "k", count: 256)])
    func keyEmptyLong(key: String) async throws {
        try await RequestWorld.lend { world in
            try await world.serving { _ async throws in
                let refusal = await refused { try await world.ask(TallyAdd(key: "a", amount: 1), idempotencyKey: key) }
                #expect(refusal?.field == "Idempotency-Key")
                #expect(refusal?.kind == .invalid)
            }
        }
    }

    @Test("a caller sees and changes the rows of its own brands alone")
    func callerSeesChanges() async throws {
        try await RequestWorld.lend { world in
            let other = TenantID.mint()
            try await world.serving { _ async throws in
                _ = try await world.ask(TallyAdd(key: "mine", amount: 1))
                _ = try await world.ask(TallyAdd(key: "theirs", amount: 2), as: other)
                #expect(try await world.ask(TallyList()) == ["mine": 1])
                #expect(try await world.ask(TallyList(), as: other) == ["theirs": 2])
                let both = Caller(tenants: [World.tenant, other], actor: "")
                #expect(try await world.client.ask(TallyList(), as: both) == ["mine": 1, "theirs": 2])
                #expect(try await world.client.ask(TallyList(), as: Caller(tenants: [], actor: "")).isEmpty)
            }
        }
    }

    @Test(
        "the role of requests cannot read what belongs to workers",
        arguments: ["outbox", "told", "inbox", "failures", "deferred", "suspects", "work"])
    func roleRequestsCannot(table: String) async throws {
        try await RequestWorld.lend { world in
            try await world.serving { _ async throws in
                #expect(await refused { try await world.ask(TallyList(table: table)) }?.kind == .broken)
            }
            let error = await #expect(throws: PostgresError.self) {
                try await world.database.transaction(TransactionOptions(role: "tally_tenant")) { transaction in
                    try await transaction.run("SELECT FROM \(identifier: table)")
                }
            }
            #expect(error?.code == .insufficientPrivilege)
        }
    }

    @Test("events of a write leave through the outbox under the caller's brand, and their rows are deleted")
    func eventsWriteLeave()
        async throws
    {
        try await RequestWorld.lend { world in
            try await world.serving { _ async throws in
                _ = try await world.ask(TallyAdd(key: "a", amount: 3))
                try await eventually("the event is there") {
                    try await world.broker.queue("tally.counted")?.ready == 1
                }
                try await eventually("its row is gone") {
                    try await world.database.first("SELECT count(*) FROM outbox", as: Int.self) == 0
                }
            }
            let event = try #require(try await world.broker.take(1, from: "tally.counted").first)
            #expect(event.headers["cloudEvents_tenantid"] == .string(World.tenant.description))
            #expect(event.headers["cloudEvents_causationid"] != nil)
        }
    }
}
