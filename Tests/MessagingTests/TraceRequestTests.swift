import Contracts
import Foundation
import Postgres
import TestKit
import Testing

@testable import Messaging

/// What a service tells of an order's messages and its work that is done.
@Suite(.timeLimit(.minutes(5)))
struct TraceRequestTests {
    private let operators = OperatorRequestTests()

    @Test("moments less than four seconds apart are one span of time, two seconds to each side")
    func windows() {
        let moments = [10_000, 50_000, 13_999, 1_000].map { Instant(milliseconds: $0) }
        #expect(TraceWindows.around(moments) == [-1000..<3001, 8000..<16_000, 48_000..<52_001])
        #expect(TraceWindows.around([]).isEmpty)
    }

    @Test("what was sent of an order around a moment is told, and nothing of another order or another time")
    func sent() async throws {
        try await operators.asOperator { world, client in
            let (order, other) = (OrderID.mint(), OrderID.mint())
            let moment = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 - 60).rounded())
            let (near, cause) = (UUID.v7(), UUID.v7())
            for (id, journey, at) in [
                (near, order, moment.addingTimeInterval(1.5)), (UUID.v7(), other, moment),
                (UUID.v7(), order, moment.addingTimeInterval(2.5)),
            ] {
                try await world.database.run(
                    """
                    INSERT INTO told (told_at, id, type, correlation, causation, body)
                    VALUES (\(at), \(id), 'shop.tally.moved.v1', \(journey.description), \(cause), '{}')
                    """)
            }
            let question = OrderTrace(order: order.description, moments: [Instant(nearest: moment)])
            let traced = try await operators.ask(question, client)
            let expected = TracedMessage(
                message: MessageID(near), name: "shop.tally.moved.v1", service: RequestWorld.schema,
                at: Instant(nearest: moment.addingTimeInterval(1.5)), causation: MessageID(cause))
            #expect(traced.sent == [expected] && traced.cuts == nil)
            let unasked = try await operators.ask(OrderTrace(order: order.description), client)
            #expect(unasked.sent == nil)
        }
    }

    @Test("what is left out is said")
    func cuts() async throws {
        try await operators.asOperator { world, client in
            let order = OrderID.mint()
            try await world.database.run(
                """
                INSERT INTO work (tenant_id, kind, key, shop, endpoint_class, state, due_at, priority, wanted_by,
                    payload, correlation)
                SELECT gen_random_uuid(), 'k', n::text, gen_random_uuid(), 'none', 'failed', now(), 0, now(), '{}',
                    \(order.description)
                FROM generate_series(1, 500) AS n
                """)
            let traced = try await operators.ask(OrderTrace(order: order.description), client)
            #expect(traced.cuts == ["only 500 rows of the kind work are shown"])
        }
    }
}
