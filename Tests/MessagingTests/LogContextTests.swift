import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import TestKit
import Testing

/// What is written to the log inside of a handler or of work names the message, its journey, its brand and its trace.
@Suite(.timeLimit(.minutes(5)))
struct LogContextTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"

    @Test("a message that is handled alone gives its names to the log; several together have none in common")
    func lane() async throws {
        try await World.lend { world in
            let (seen, id) = (Notes<Logger.Metadata>(), UUID.v7())
            let handler = CountHandler { seen.add(LogContext.metadata) }
            try await world.send(
                [(id, Noted(key: "a", amount: 1))],
                headers: ["traceparent": .string("00-\(Self.trace)-00f067aa0ba902b7-01")])
            try await world.running(World.lane(handler)) {
                try await eventually("it is counted") { try await world.total("a") == 1 }
            }
            #expect(
                seen.all == [
                    [
                        "message.id": "\(id.text)", "journey.id": "journey-a", "tenant.id": "\(World.tenant)",
                        "trace.id": "\(Self.trace)",
                    ]
                ])

            try await world.send((0..<100).map { _ in (.v7(), Noted(key: "b", amount: 1)) })
            try await world.running(World.lane(handler)) {
                try await eventually("all are counted") { try await world.total("b") == 100 }
            }
            #expect(seen.all.contains([:]), "\(seen.count) batches")
        }
    }

    @Test("a request gives its names to the log")
    func request() async throws {
        try await RequestWorld.lend { world in
            try await world.serving { _ in
                _ = try await world.ask(TallyAdd(key: "a", amount: 1))
            }
            let logged = world.doings.logged
            #expect(logged["message.id"] != nil, "\(logged)")
        }
    }

    @Test("work gives the names of what led to it to the log, and its own")
    func work() async throws {
        let (seen, tenant) = (Notes<Logger.Metadata>(), TenantID.mint())
        try await WorkBench.run { bench in
            let push = Push { _ in
                seen.add(LogContext.metadata)
                return .done()
            }
            let cause = Metadata(
                name: "shop.order.changed.v1", correlation: "journey",
                traceparent: "00-\(Self.trace)-00f067aa0ba902b7-01")
            try await bench.want(
                WorkItem(
                    Push.self, tenant: tenant, key: "sku", shop: .mint(), payload: Push.Payload(quantity: 1),
                    cause: cause))
            try await bench.withWorker([push]) { _ in
                try await eventually("it is done") { try await bench.rows().isEmpty }
            }
        }
        let logged = try #require(seen.last)
        #expect(logged["work.kind"] == "push" && logged["work.lease"] != nil, "\(logged)")
        #expect(logged["tenant.id"] == "\(tenant)" && logged["journey.id"] == "journey", "\(logged)")
        #expect(logged["trace.id"] == "\(Self.trace)", "\(logged)")
    }
}
