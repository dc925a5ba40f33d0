import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

/// What operators stop and let go on, and what a service tells of the beginning of an order.
@Suite(.timeLimit(.minutes(5)))
struct WorkHoldTests {
    private let operators = OperatorRequestTests()

    private func hold(_ isStopped: Bool, tenant: TenantID? = nil, shop: ShopID? = nil) -> WorkHold {
        WorkHold(kind: Push.name, tenant: tenant, shop: shop, isStopped: isStopped, reason: "stocktaking")
    }

    @Test("to let go on what was not stopped by these words is refused, and leaves no receipt")
    func notStopped() async throws {
        try await operators.asOperator { _, client in
            _ = try await operators.ask(hold(true, tenant: World.tenant), client)
            let refusal = await refused { try await operators.ask(hold(false), client) }
            #expect(refusal?.code == WorkHold.notStopped)
            let other = "kind push, tenant \(World.tenant) (stocktaking)"
            #expect(refusal?.detail == "kind push is not stopped by these words; what is: \(other)")
            #expect(try await operators.ask(ReceiptList(), client).map(\.command) == ["work pause"])
            #expect(try await operators.ask(hold(false, tenant: World.tenant), client).isEmpty)
            #expect(try await operators.ask(ReceiptList(), client).map(\.command) == ["work resume", "work pause"])
        }
    }

    @Test("a brand or a shop that there is not is not stopped; one that has had work is known")
    func unknownScope() async throws {
        try await operators.asOperator { world, client in
            let (tenant, shop) = (TenantID.mint(), ShopID.mint())
            let brand = await refused { try await operators.ask(hold(true, tenant: tenant), client) }
            #expect(brand?.code == WorkHold.unknownTenant && brand?.field == "/tenant")
            let place = await refused { try await operators.ask(hold(true, tenant: World.tenant, shop: shop), client) }
            #expect(place?.code == WorkHold.unknownShop && place?.field == "/shop")
            try await world.database.run(
                """
                INSERT INTO work_lines (tenant_id, shop, endpoint_class, due_at)
                VALUES (\(tenant.uuid), \(shop.uuid), 'c', now())
                """)
            #expect(try await operators.ask(hold(true, tenant: tenant, shop: shop), client).count == 1)
            #expect(try await operators.ask(ReceiptList(), client).count == 1)
        }
    }

    @Test("receipts are listed page by page to the first one, also where several are of one millisecond")
    func receipts() async throws {
        try await operators.asOperator { world, client in
            try await world.database.run(
                """
                INSERT INTO receipts (receipt_id, actor, command, subject, reason, count, began_at)
                SELECT gen_random_uuid(), 'a', n::text, 's', '', 1,
                    timestamptz '2026-11-01 00:00:00.5Z' + n * interval '300 microseconds'
                FROM generate_series(1, 7) AS n
                """)
            var (found, last): ([RepairRecord], ReceiptMark?) = ([], nil)
            for _ in 1...4 {
                found += try await operators.ask(ReceiptList(limit: 2, after: last), client)
                last = found.last?.mark
            }
            // Seven are two, two, two and one.
            #expect(found.count == 7 && Set(found.map(\.command)).count == 7)
            #expect(found.map(\.mark) == found.map(\.mark).sorted(by: >))
            #expect(try await operators.ask(ReceiptList(limit: 2, after: last), client).isEmpty)
        }
    }

    @Test("of an order that is still to be read there is its reading, what rang for it, and who has handled that")
    func beginning() async throws {
        try await operators.asOperator { world, client in
            try await eventually("the inbox has its days") {
                try await world.database.first(
                    "SELECT EXISTS (SELECT FROM pg_inherits WHERE inhparent = 'inbox'::regclass)", as: Bool.self)
                    == true
            }
            let (ring, earlier) = (UUID.v7(), UUID.v7())
            for message in [ring, earlier] {
                try await world.database.run("INSERT INTO inbox VALUES (\(message), 'tally.webhooks')")
            }
            let key = TallyView.reading
            try await world.database.run(
                """
                INSERT INTO work (tenant_id, kind, key, shop, endpoint_class, state, due_at, priority, wanted_by,
                    payload, attempt, correlation, causation, last_reason)
                VALUES (\(key.tenant.uuid), \(key.kind), \(key.key), work_nobody(), 'none', 'failed', now(), 0, now(),
                    '{}', 8, 'a webhook', \(ring), 'the channel does not know the order')
                """)
            try await world.database.run(
                """
                INSERT INTO work_done (tenant_id, kind, key, correlation, causation, attempt, wanted_at, done_at)
                VALUES (\(key.tenant.uuid), \(key.kind), \(key.key), 'another', \(earlier), 2, now(),
                    now() - interval '1 hour')
                """)
            let traced = try await operators.ask(OrderTrace(order: TallyView.channelOrder), client)
            #expect(traced.order == nil && traced.channelOrder == TallyView.channelOrder)
            let work = traced.steps.filter { $0.kind == .work }
            #expect(work.map(\.attempt) == [2, 8] && work.map { $0.message?.uuid } == [earlier, ring])
            #expect(work.last?.detail == "failed: the channel does not know the order")
            let handled = traced.steps.filter { $0.kind == .handled }
            #expect(Set(handled.map { $0.message?.uuid }) == [ring, earlier])
        }
    }
}
