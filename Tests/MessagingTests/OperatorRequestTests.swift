import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

/// What operators may ask every service, and that nobody else may.
@Suite(.timeLimit(.minutes(5)))
struct OperatorRequestTests {
    /// Runs a service and a client that the broker knows as its user operator.
    func asOperator<Value: Sendable>(
        _ body: (RequestWorld, RequestClient) async throws -> Value
    ) async throws -> Value {
        try await RequestWorld.lend { world in
            let broker = try AMQPConfiguration(url: try await world.broker.operatorURL())
            let client = try RequestClient(name: "shopos.test", broker: broker, showsUser: true, logger: silent)
            return try await world.serving { _ in
                try await serving([client]) {
                    try await eventually("the operator is connected") { client.troubles().isEmpty }
                    return try await body(world, client)
                }
            }
        }
    }

    func ask<Question: OperatorRequest>(
        _ question: Question, _ client: RequestClient
    ) async throws -> Question.Reply {
        try await client.ask(
            question, as: Caller(tenants: [], actor: "operator:test"), at: RequestWorld.schema, within: .seconds(60))
    }

    @Test("an operator is answered, any other broker user is refused")
    func operatorAnsweredAny() async throws {
        try await asOperator { world, client in
            let state = try await ask(ServiceInspect(), client)
            #expect(state.service == RequestWorld.schema && state.troubles.isEmpty)
            #expect(state.outbox == OutboxState(rows: 0, oldestAt: nil, failing: 0, lastError: nil, confirmed: 0))

            let refusal = await refused { try await ask(ServiceInspect(), world.client) }
            #expect(refusal?.kind == .forbidden && refusal?.code == "operatorsOnly")
            let settle = FailureSettle(FailureChoice(cause: "a bug"), act: .discard)
            #expect(await refused { try await ask(settle, world.client) }?.kind == .forbidden)
        }
    }

    @Test("the broker does not let anybody bear the operator's name")
    func brokerNotLet() async throws {
        try await asOperator { world, _ in
            let publisher = try AMQPPublisher(AMQPConfiguration(url: world.broker.url), logger: silent)
            let forged = Publication(
                exchange: "shop.requests", routingKey: Topology.key(ServiceInspect.name, at: RequestWorld.schema),
                properties: MessageProperties(type: ServiceInspect.name.rawValue, userID: Topology.operatorUser),
                body: Array("{}".utf8))
            await #expect(throws: AMQPError.self) {
                _ = try await publisher.publish([forged], deadline: .seconds(5))
            }
            await publisher.close()
        }
    }

    @Test("failures of all tenants and of none are grouped, found, and settled by choice")
    func failuresTenantsNone() async throws {
        try await asOperator { world, client in
            for (index, cause) in ["a bug", "a bug", "a gap"].enumerated() {
                let tenant = index == 0 ? "NULL" : "'\(World.tenant)'"
                try await world.database.run(
                    """
                    INSERT INTO failures (message_id, lane, tenant_id, type, cause, detail, message, body, attempts,
                        first_at)
                    VALUES (\(UUID.v7()), 'tally.moves', \(unsafe: tenant), 'shop.tally.moved.v1', \(cause), 'd',
                        '{"exchange":"e","routingKey":"r","name":"n","correlation":"j","headers":{}}', '{}', 1, now())
                    """)
            }
            let groups = try await ask(FailureGroupList(), client)
            #expect(groups.map(\.count) == [2, 1] && groups.map(\.cause) == ["a bug", "a gap"])
            let found = try await ask(FailureFind(FailureChoice(cause: "a bug")), client)
            #expect(Set(found.map(\.tenant)) == [nil, World.tenant] && found.allSatisfy { $0.correlation == "j" })

            let all = await refused { try await ask(FailureSettle(FailureChoice(), act: .replay), client) }
            #expect(all?.code == "choiceTooWide")
            let early = FailureSettle(
                FailureChoice(lane: "tally.moves"), act: .replay, before: Instant(Date(timeIntervalSinceNow: -3600)))
            #expect(try await ask(early, client) == Settled(count: 0, left: 0, erased: 0))
            let once = FailureSettle(FailureChoice(lane: "tally.moves"), act: .replay, limit: 2)
            #expect(try await ask(once, client) == Settled(count: 2, left: 1, erased: 0))
            let rest = FailureSettle(FailureChoice(cause: "a gap"), act: .discard)
            #expect(try await ask(rest, client) == Settled(count: 1, left: 0, erased: 0))
            #expect(try await world.database.first("SELECT count(*) FROM deferred", as: Int.self) == 2)
            let wrong = FailureSettle(FailureChoice(cause: "x"), act: .replay, limit: 501)
            #expect(await refused { try await ask(wrong, client) }?.field == "/limit")
        }
    }

    @Test("a trace shows what waits, failed and was handled; a service without a view has no facts")
    func traceShowsWaits() async throws {
        try await asOperator { world, client in
            let (order, message) = (OrderID.mint(), UUID.v7())
            // The service makes the inbox's days as it starts.
            try await eventually("the inbox has its days") {
                try await world.database.first(
                    "SELECT EXISTS (SELECT FROM pg_inherits WHERE inhparent = 'inbox'::regclass)", as: Bool.self)
                    == true
            }
            try await world.database.run("INSERT INTO inbox VALUES (\(message), 'tally.moves')")
            try await world.database.run(
                """
                INSERT INTO deferred (message_id, lane, message, body, reason, attempt, due_at)
                VALUES (\(UUID.v7()), 'tally.moves', \("{\"correlation\":\"\(order)\"}"), '{}', 'not yet', 3,
                    now() + interval '1 hour')
                """)
            let traced = try await ask(OrderTrace(order: order.description, messages: [MessageID(message)]), client)
            #expect(Set(traced.steps.map(\.kind)) == [.handled, .deferred])
            #expect(traced.steps.first { $0.kind == .deferred }?.detail == "not yet")
            #expect(traced.steps.first { $0.kind == .handled }?.message?.uuid == message)
            #expect(try await ask(OrderTrace(order: "5761"), client).steps.isEmpty, "not ours, so nobody's here")
            #expect(await refused { try await ask(FactList(.orders), client) }?.code == "unknownSubject")
        }
    }
}
