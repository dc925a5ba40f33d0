import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

/// A queue that was deleted gets back what was told meanwhile, from what its publishers have kept.
extension OperatorRequestTests {
    private static let lost = "inventory.waiting"

    @Test("what the broker confirmed is kept, and told again to one queue under the same ids")
    func brokerConfirmedKept() async throws {
        try await asOperator { world, client in
            // Four totals reach their own queue, and are then no longer waiting but told.
            for amount in 1...4 { _ = try await world.ask(TallyAdd(key: "a", amount: amount)) }
            try await eventually("all is confirmed and put away") {
                try await world.database.first(
                    "SELECT (SELECT count(*) FROM told) = 4 AND (SELECT count(*) FROM outbox) = 0", as: Bool.self)
                    == true
            }
            // As if they had been of a kind that the deleted queue hears, all at one millisecond.
            try await world.database.run(
                "UPDATE told SET type = \(StockRisen.name.rawValue), told_at = date_trunc('milliseconds', now())")
            let sent = try await world.broker.take(4, from: "tally.counted")
            #expect(sent.count == 4)

            let since = Instant(milliseconds: Instant(Date()).milliseconds - 60_000)
            let gone = await refused { try await ask(QueueResend(Self.lost, since: since), client) }
            #expect(gone?.code == "queueNotReached", "it is not there yet")
            try await world.broker.declareQueue(Self.lost)
            try await world.broker.bind(Self.lost, to: "shop.events", key: "to.\(Self.lost).#")
            #expect(try await resend(since, client, limit: 3) == [3, 1, 0])

            let again = try await world.broker.take(10, from: Self.lost)
            #expect(again.map(\.payload) == sent.map(\.payload))
            for (old, new) in zip(sent, again) {
                #expect(new.properties["message_id"] == old.properties["message_id"])
                #expect(new.properties["correlation_id"] == old.properties["correlation_id"])
                #expect(new.headers == old.headers)
                #expect(new.properties["type"] == .string(StockRisen.name.rawValue))
            }
            #expect(try await world.broker.take(1, from: "tally.counted").isEmpty, "nobody else hears it twice")
        }
    }

    /// Asks until nothing is told.
    private func resend(_ since: Instant, _ client: RequestClient, limit: Int) async throws -> [Int] {
        var question = QueueResend(Self.lost, since: since, limit: limit)
        var counts: [Int] = []
        while counts.last != 0, counts.count < 10 {
            let answer = try await ask(question, client)
            counts.append(answer.count)
            if let at = answer.lastAt { (question.since, question.after) = (at, answer.last) }
        }
        return counts
    }

    @Test("only what the queue hears, since then, is told; a queue without events is refused")
    func onlyQueueHears() async throws {
        try await asOperator { world, client in
            try await world.broker.declareQueue(Self.lost)
            try await world.broker.bind(Self.lost, to: "shop.events", key: "to.\(Self.lost).#")
            // Tomorrow's, as there is no place for what was told before today.
            let rows: [(MessageName, Double)] = [
                (StockRisen.name, 0), (StockRisen.name, 7200), (OrderChanged.name, 7200),
            ]
            for (name, ahead) in rows {
                try await world.database.run(
                    """
                    INSERT INTO told (told_at, id, type, body) VALUES
                    (date_trunc('milliseconds', now() + make_interval(secs => \(ahead))), \(UUID.v7()),
                    \(name.rawValue), '{}')
                    """)
            }
            let since = Instant(milliseconds: Instant(Date()).milliseconds + 3_600_000)
            #expect(try await resend(since, client, limit: 200) == [1, 0])
            let wrong = await refused { try await ask(QueueResend("inventory.requests", since: since), client) }
            #expect(wrong?.code == "noSuchQueue" && wrong?.field == "/queue")
            let unheard = await refused { try await ask(QueueResend(Self.lost, since: since), world.client) }
            #expect(unheard?.code == "operatorsOnly")
        }
    }

    @Test("what tells of a person lies sealed, is not told without its key, and is erased with the buyer")
    func tellsPersonLies()
        async throws
    {
        try await asOperator { world, client in
            try await world.broker.declareQueue(Self.lost)
            let order = OrderID.mint().description
            try await world.database.run(
                """
                INSERT INTO told (id, type, tenant_id, correlation, body, sealed_key)
                VALUES (\(UUID.v7()), \(StockRisen.name.rawValue), \(World.tenant.uuid), \(order), 'sealed', 'k1')
                """)
            let since = Instant(milliseconds: Instant(Date()).milliseconds - 60_000)
            let shut = await refused { try await ask(QueueResend(Self.lost, since: since), client) }
            #expect(shut?.code == "cannotBeOpened" && shut?.kind == .unavailable)
            for (tenant, count) in [(TenantID.platform, 0), (World.tenant, 1)] {
                let erased = try await world.database.first(
                    "SELECT erase_messages(ARRAY[\(tenant.uuid)], ARRAY[\(order.uppercased())])", as: Int.self)
                #expect(erased == count)
            }
            #expect(try await resend(since, client, limit: 200) == [0])
        }
    }
}
