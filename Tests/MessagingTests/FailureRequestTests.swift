import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

/// What tenants see of the failures of a service, and do about them.
@Suite(.timeLimit(.minutes(5)))
struct FailureRequestTests {
    private static let other = TenantID(UUID.v7())

    /// A failure as a lane would have written it, at a time in seconds.
    private func fail(
        _ world: RequestWorld, _ id: UUID, of tenant: TenantID? = World.tenant, at time: Int64,
        lane: String = RequestWorld.lane.queue, type: String = "shop.tally.moved.v1", body: String = "{\"a\":1}"
    ) async throws {
        let owner = tenant.map { "'\($0)'" } ?? "NULL"
        let at = Date(timeIntervalSince1970: TimeInterval(time))
        try await world.database.run(
            """
            INSERT INTO failures
                (message_id, lane, tenant_id, type, cause, detail, message, body, attempts, first_at, last_at)
            VALUES (\(id), \(lane), \(unsafe: owner), \(type), 'a bug', 'what was particular',
                '{"exchange":"e","routingKey":"r","name":"n","headers":{}}', \(Array(body.utf8)), 3, \(at), \(at))
            """)
    }

    private func list(
        _ world: RequestWorld, as tenants: [TenantID] = [World.tenant], _ question: FailureList = FailureList()
    ) async throws -> [FailureRecord] {
        try await world.client.ask(
            question, as: Caller(tenants: tenants, actor: "shop_abc"), at: RequestWorld.schema, within: .seconds(60))
    }

    @Test("a caller sees its own failures, last failed first, page by page")
    func callerSeesFailures() async throws {
        try await RequestWorld.lend { world in
            let ids = (0..<4).map { _ in UUID.v7() }
            for (index, id) in ids.enumerated() { try await fail(world, id, at: Int64(1000 + index)) }
            try await fail(world, .v7(), of: Self.other, at: 2000)
            try await fail(world, .v7(), of: nil, at: 2000)
            try await world.serving { _ async throws in
                #expect(try await list(world).map(\.message.uuid) == ids.reversed())
                let first = try await list(world, FailureList(limit: 3))
                let second = try await list(world, FailureList(after: try #require(first.last).mark, limit: 3))
                #expect((first + second).map(\.message.uuid) == ids.reversed())
                #expect(try await list(world, as: [Self.other]).count == 1)
                #expect(try await list(world, as: [Self.other, World.tenant]).count == 5)
                #expect(try await list(world, as: []).isEmpty)
                #expect(try await list(world, FailureList(state: .discarded)).isEmpty)
                let refusal = await refused { try await self.list(world, FailureList(limit: 1_000_000_000)) }
                #expect(refusal?.field == "/limit")
            }
        }
    }

    @Test("what may tell of a person is not shown")
    func tellPersonNot() async throws {
        try await RequestWorld.lend { world in
            try await fail(world, .v7(), at: 1, type: RecipientChanged.name.rawValue, body: "a name")
            try await fail(world, .v7(), at: 2, body: String(repeating: "x", count: 10_000))
            let records = try await world.serving { _ in try await list(world) }
            #expect(records.map { $0.body?.utf8.count } == [4096, nil])
            #expect(records[0].attempts == 3 && records[0].cause == "a bug" && records[0].state == .open)
        }
    }

    @Test("of a sealed body the outline is shown, and what was erased is not replayed")
    func sealedBodyOutline() async throws {
        try await RequestWorld.lend { world in
            let (sealed, erased) = (UUID.v7(), UUID.v7())
            // A name that nobody here knows: what is sealed stays so whatever the row's type says.
            for (id, time) in [(sealed, Int64(2)), (erased, 1)] { try await fail(world, id, at: time, body: "noise") }
            try await world.database.run("UPDATE failures SET sealed_key = 'k1', outline = '{\"a\":\"text\"}'")
            try await world.database.run(
                "UPDATE failures SET sealed_key = NULL, body = '', erased_at = now() WHERE message_id = \(erased)")
            try await world.serving { _ async throws in
                #expect(try await list(world).map(\.body) == [#"{"a":"text"}"#, #"{"a":"text"}"#])
                let replay = FailureAct(message: MessageID(erased), lane: "tally.moves", act: .replay)
                let refusal = await refused {
                    try await world.client.ask(
                        replay, as: Caller(tenants: [World.tenant], actor: "shop_abc"), at: RequestWorld.schema,
                        within: .seconds(60))
                }
                #expect(refusal?.code == "erased")
            }
        }
    }

    @Test("what nothing handles any more is not replayed, but can be discarded")
    func goneLane() async throws {
        try await RequestWorld.lend { world in
            let id = UUID.v7()
            try await fail(world, id, at: 1, lane: "tally.gone")
            try await world.serving { _ async throws in
                func act(_ act: FailureAct.Act) async throws -> FailureRecord {
                    try await world.client.ask(
                        FailureAct(message: MessageID(id), lane: "tally.gone", act: act),
                        as: Caller(tenants: [World.tenant], actor: "shop_abc"), at: RequestWorld.schema,
                        within: .seconds(60))
                }
                let refusal = await refused { try await act(.replay) }
                #expect(refusal?.code == "laneGone" && refusal?.field == "/lane")
                #expect(try await list(world).map(\.state) == [.open])
                #expect(try await act(.discard).state == .discarded)
            }
        }
    }

    @Test("a failure is replayed or discarded once, by its owner alone")
    func failureReplayedDiscarded() async throws {
        try await RequestWorld.lend { world in
            let (first, second) = (UUID.v7(), UUID.v7())
            for id in [first, second] { try await fail(world, id, at: 1) }
            try await world.serving { _ async throws in
                func act(_ id: UUID, _ act: FailureAct.Act, _ tenant: TenantID = World.tenant) async throws
                    -> FailureRecord
                {
                    try await world.client.ask(
                        FailureAct(message: MessageID(id), lane: "tally.moves", act: act),
                        as: Caller(tenants: [tenant], actor: "shop_abc"), at: RequestWorld.schema, within: .seconds(60))
                }
                func again(_ id: UUID, _ act: FailureAct.Act) async throws -> FailureRecord {
                    try await world.client.ask(
                        FailureAct(message: MessageID(id), lane: "tally.moves", act: act),
                        as: Caller(tenants: [World.tenant], actor: "shop_abc"), at: RequestWorld.schema,
                        within: .seconds(60), idempotencyKey: "once")
                }
                #expect(await refused { try await act(first, .replay, Self.other) }?.kind == .notFound)
                #expect(try await act(first, .replay).state == .replayed)
                #expect(await refused { try await act(first, .discard) }?.code == "settledAlready")
                #expect(try await again(second, .discard).state == .discarded)
                #expect(try await again(second, .discard).state == .discarded, "under one key it is done once")
                #expect(await refused { try await again(first, .discard) }?.code == "idempotencyKeyReused")
                let due = try await world.database.rows("SELECT message_id FROM deferred", as: UUID.self)
                #expect(due == [first])
            }
        }
    }
}
