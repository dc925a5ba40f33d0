import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

/// What operators do by hand leaves a receipt.
@Suite(.timeLimit(.minutes(5)))
struct ReceiptTests {
    private let operators = OperatorRequestTests()

    private func fail(_ count: Int, _ world: RequestWorld) async throws {
        for _ in 0..<count {
            try await world.database.run(
                """
                INSERT INTO failures (message_id, lane, tenant_id, type, cause, detail, message, body, attempts,
                    first_at)
                VALUES (\(UUID.v7()), 'tally.moves', NULL, 'shop.tally.moved.v1', 'a bug', 'd',
                    '{"exchange":"e","routingKey":"r","name":"n","correlation":"j","headers":{}}', '{}', 1, now())
                """)
        }
    }

    @Test("the steps of one command are one receipt: who, by what, of what, how many, why")
    func steps() async throws {
        try await operators.asOperator { world, client in
            try await fail(3, world)
            let mark = RepairMark(receipt: MessageID(UUID.v7()), reason: "the bug is mended")
            for _ in 0..<3 {
                _ = try await operators.ask(
                    FailureSettle(FailureChoice(cause: "a bug"), act: .replay, limit: 2, repair: mark), client)
            }
            let receipts = try await operators.ask(ReceiptList(), client)
            #expect(receipts.map(\.id) == [mark.receipt])
            // 2 and 1; the third step found nothing.
            #expect(receipts.first?.count == 3 && receipts.first?.actor == "operator:test")
            #expect(receipts.first?.command == "failures replay" && receipts.first?.subject == "cause a bug")
            #expect(receipts.first?.reason == "the bug is mended")
        }
    }

    @Test("each act leaves one of its own, the latest first, and none where nothing was done")
    func acts() async throws {
        try await operators.asOperator { world, client in
            try await fail(1, world)
            let nothing = WorkSettle(WorkChoice(kind: "none"), act: .retry)
            #expect(try await operators.ask(nothing, client).count == 0)
            #expect(try await operators.ask(ReceiptList(), client).isEmpty)
            _ = try await operators.ask(FailureSettle(FailureChoice(lane: "tally.moves"), act: .discard), client)
            for (state, act) in [("failed", WorkSettle.Act.retry), ("waiting", .hurry), ("failed", .cancel)] {
                try await world.database.run(
                    """
                    INSERT INTO work (tenant_id, kind, key, shop, endpoint_class, state, due_at, priority, wanted_by,
                        payload)
                    VALUES (\(UUID.v7()), 'k', \(act.rawValue), \(UUID.v7()), 'none', \(state),
                        now() + interval '1 hour', 0, now(), '{}')
                    """)
                let settled = try await operators.ask(WorkSettle(WorkChoice(key: act.rawValue), act: act), client)
                #expect(settled.count == 1, "\(act)")
            }
            let kind = Push.name
            for isStopped in [true, false] {
                _ = try await operators.ask(
                    WorkHold(kind: kind, tenant: nil, shop: nil, isStopped: isStopped, reason: "it rains"), client)
            }
            let receipts = try await operators.ask(ReceiptList(), client)
            #expect(
                receipts.map(\.command) == [
                    "work resume", "work pause", "work cancel", "work hurry", "work retry", "failures discard",
                ])
            #expect(receipts.first?.subject == "kind \(kind)" && receipts.first?.reason == "it rains")
            #expect(try await operators.ask(ReceiptList(limit: 2), client).count == 2)
            let later = ReceiptList(since: Instant(Date(timeIntervalSinceNow: 3600)))
            #expect(try await operators.ask(later, client).isEmpty)
        }
    }

    @Test("without its receipt nothing is done: a reason that is too long undoes the discard")
    func together() async throws {
        try await operators.asOperator { world, client in
            try await fail(1, world)
            let mark = RepairMark(receipt: MessageID(UUID.v7()), reason: String(repeating: "x", count: 501))
            let settle = FailureSettle(FailureChoice(cause: "a bug"), act: .discard, repair: mark)
            #expect(await refused { try await operators.ask(settle, client) }?.field == "/repair/reason")
            let open = try await world.database.first(
                "SELECT count(*) FROM failures WHERE state = 'open'", as: Int.self)
            #expect(open == 1)
        }
    }
}
