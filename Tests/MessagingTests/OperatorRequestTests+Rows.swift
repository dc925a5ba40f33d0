import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

// What operators ask of a service's own tables of messages and work.

extension OperatorRequestTests {
    /// Properties as a lane keeps them: names in alphabetical order.
    private func properties(before: String = "", _ correlation: String, headers: String = "") -> String {
        #"{\#(before)\#(correlation)"exchange":"e","headers":{\#(headers)},"name":"n","routingKey":"r"}"#
    }

    /// A sender's zero byte is `\u0000` in JSON, which PostgreSQL takes as text and refuses as jsonb; one such row, of
    /// whatever order, must not end every trace.
    @Test("a trace bears the headers of outside producers, and is not led astray by them")
    func traceBearsHeaders() async throws {
        try await asOperator { world, client in
            let (order, other) = (OrderID.mint(), OrderID.mint())
            let named = #""correlation":"\#(order)""#
            let kept = [
                "ours": properties(named + ",", headers: #""x":"a\u0000b""#),
                "ours, with all before it": properties(
                    before: #""causation":"\#(UUID.v7().text)","contentType":"a\"b","#, named + ","),
                "another's": properties(#""correlation":"\#(other)","#, headers: #""x":"\u0000""#),
                "a header of that name": properties("", headers: named),
                "a type that says so": properties(before: #""contentType":"\"correlation\":\"\#(order)\"","#, ""),
            ]
            for (cause, message) in kept {
                try await world.database.run(
                    """
                    INSERT INTO failures (message_id, lane, type, cause, detail, message, body, attempts, first_at)
                    VALUES (\(UUID.v7()), 'tally.moves', 't', \(cause), 'd', \(message), '{}', 1, now())
                    """)
            }
            let steps = try await ask(OrderTrace(order: order.description), client).steps
            #expect(Set(steps.map(\.detail)) == ["ours: d (open)", "ours, with all before it: d (open)"], "\(steps)")
        }
    }

    @Test("what is said of a kind that no worker does is refused, with the kinds that there are")
    func saidKindNo() async throws {
        try await asOperator { world, client in
            func hold(_ kind: String, _ isStopped: Bool) -> WorkHold {
                WorkHold(kind: kind, tenant: nil, shop: nil, isStopped: isStopped, reason: "stocktaking")
            }
            let stop = await refused { try await ask(hold("pushes", true), client) }
            #expect(stop?.code == WorkFind.unknownKind && stop?.field == "/kind")
            #expect(stop?.detail == "kind must be one of purchase, push, not 'pushes'")
            #expect(await refused { try await ask(hold("pushes", false), client) }?.field == "/kind")
            let find = await refused { try await ask(WorkFind(WorkChoice(kind: "pushes")), client) }
            #expect(find?.code == WorkFind.unknownKind && find?.field == "/choice/kind")

            let stopped = try await ask(hold("push", true), client)
            #expect(stopped.map(\.kind) == ["push"])
            #expect(try await ask(hold("push", false), client).isEmpty)
            #expect(try await ask(WorkFind(WorkChoice(kind: "push")), client).isEmpty)
        }
    }

    @Test("what an older version has left of a kind is still found, and let go on")
    func olderVersionLeft() async throws {
        try await asOperator { world, client in
            try await world.database.run(
                """
                INSERT INTO work_pauses (kind, tenant_id, shop, reason, paused_by)
                VALUES ('old', work_nobody(), work_nobody(), 'r', 'ada')
                """)
            try await world.database.run(
                """
                INSERT INTO work
                    (tenant_id, kind, key, shop, endpoint_class, state, due_at, priority, wanted_by, payload)
                VALUES (\(World.tenant.uuid), 'old', 'k', work_nobody(), 'none', 'failed', now(), 0, now(), '{}')
                """)
            #expect(try await ask(WorkFind(WorkChoice(kind: "old")), client).map(\.name.key) == ["k"])
            let resume = WorkHold(kind: "old", tenant: nil, shop: nil, isStopped: false, reason: "")
            #expect(try await ask(resume, client).isEmpty)
        }
    }
}
