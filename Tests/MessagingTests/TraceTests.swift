import AMQP
import Contracts
import Foundation
import Postgres
import Synchronization
import TestKit
import Testing
import Traces
import Tracing

@testable import Messaging

/// Keeps the spans that have ended.
private final class Shelf: SpanSink {
    private let kept = Mutex<[SpanRecord]>([])

    func take(_ span: SpanRecord) { kept.withLock { $0.append(span) } }
    func spans(_ name: String) -> [SpanRecord] { kept.withLock { $0 }.filter { $0.name == name } }
    var count: Int { kept.withLock { $0.count } }
}

/// What is told of messages and work where somebody exports traces, and that it is nothing where nobody does.
@Suite(.timeLimit(.minutes(15)))
struct TraceTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private let shelf = Shelf()

    private var tracer: SpanTracer { SpanTracer(Sampler(share: 1), to: shelf) }

    /// Lets a lane handle one message and gives what it told.
    private func handle(_ traceparent: String, _ instruction: String? = nil) async throws -> RawMessage? {
        try await World.lend { world in
            try await world.send(
                [(.v7(), Noted(key: "a", amount: 1, instruction: instruction))],
                headers: ["traceparent": .string(traceparent), "tracestate": "a=1"])
            return try await withTracer(tracer) {
                try await world.running {
                    try await eventually("it is settled") {
                        let isTold = try await world.broker.queue("test.counted")?.ready == 1
                        let isFiled = try await world.count("failures") == 1
                        return isTold || isFiled
                    }
                    return try await world.broker.take(1, from: "test.counted").first
                }
            }
        }
    }

    @Test("handling is part of the message's trace, and what is sent is part of the handling")
    func handlingPartMessage() async throws {
        let event = try #require(try await handle("00-\(Self.trace)-00f067aa0ba902b7-01"))
        let handling = try #require(shelf.spans("process test.notes").first)
        #expect(handling.kind == .consumer && handling.context.trace.description == Self.trace)
        #expect(handling.parent?.span.description == "00f067aa0ba902b7")
        #expect(handling.attributes.get("messaging.system") == .string("rabbitmq"))
        #expect(handling.attributes.get("messaging.destination.name") == .string("test.notes"))
        #expect(handling.attributes.get("messaging.message.conversation_id") == .string("journey-a"))
        #expect(handling.attributes.get("shop.message.name") == .string("shop.test.noted.v1"))
        #expect(handling.attributes.get("shop.tenant.id") == .string(World.tenant.description))
        #expect(handling.attributes.get("messaging.batch.message_count") == .int64(1))
        #expect(handling.attributes.get("shop.outcome") == .string("done"))

        let sending = try #require(shelf.spans("send shop.test.counted.v1").first)
        #expect(sending.kind == .producer && sending.parent?.traceparent == handling.context.traceparent)
        #expect(sending.attributes.get("shop.outcome") == .string("confirmed"))
        #expect(event.headers["traceparent"] == .string(sending.context.traceparent))
        #expect(event.headers["tracestate"] == "a=1")
    }

    @Test("a message that is given up shows its cause")
    func messageGivenUp() async throws {
        _ = try await handle("00-\(Self.trace)-00f067aa0ba902b7-01", "reject")
        let handling = try #require(shelf.spans("process test.notes").first)
        #expect(handling.status?.code == .error)
        #expect(handling.attributes.get("error.type") == .string("the test wants it so"))
    }

    @Test("of a trace that is not recorded nothing is told, and it goes on as it came")
    func traceNotRecorded() async throws {
        let given = "00-\(Self.trace)-00f067aa0ba902b7-00"
        let event = try #require(try await handle(given))
        #expect(event.headers["traceparent"] == .string(given))
        #expect(shelf.count == 0)
    }

    @Test("whether a trace is recorded is read off the last digit")
    func whetherTraceRecorded() {
        for digit in "02468ace" { #expect(TraceHeaders(parent: "00-a-b-0\(digit)").isUnsampled) }
        for digit in "13579bdf" { #expect(!TraceHeaders(parent: "00-a-b-0\(digit)").isUnsampled) }
        #expect(!TraceHeaders().isUnsampled)
    }

    @Test("a row keeps both headers in one text")
    func rowKeepsBoth() {
        let both = TraceHeaders(parent: "00-a-b-01", state: "x=1, y=2")
        #expect(TraceHeaders(text: both.text) == both)
        #expect(TraceHeaders(text: "00-a-b-01") == TraceHeaders(parent: "00-a-b-01"))
        #expect(TraceHeaders(text: nil) == TraceHeaders() && TraceHeaders().text == nil)
    }

    @Test("an attempt at work is part of what led to it, and its calls find it")
    func attemptWorkPart() async throws {
        let seen = Mutex<SpanContext?>(nil)
        let push = Push { _ in
            seen.withLock { $0 = InstrumentationContext.current?.spanContext }
            return .done()
        }
        let cause = Metadata(
            name: "shop.order.changed.v1", correlation: "journey",
            traceparent: "00-\(Self.trace)-00f067aa0ba902b7-01", tracestate: "a=1")
        try await WorkBench.run { bench in
            try await withTracer(tracer) {
                try await bench.withWorker([push]) { _ in
                    try await bench.want(
                        WorkItem(
                            Push.self, tenant: .mint(), key: "sku", shop: .mint(),
                            payload: Push.Payload(quantity: 1), cause: cause))
                    try await eventually("it is done") { shelf.spans("work \(Push.name)").count == 1 }
                }
            }
        }
        let work = try #require(shelf.spans("work \(Push.name)").first)
        #expect(work.parent?.traceparent == cause.traceparent && work.context.state == "a=1")
        #expect(seen.withLock { $0 } == work.context)
        #expect(work.attributes.get("shop.outcome") == .string("done"))
        #expect(work.attributes.get("shop.work.attempt") == .int64(1))
    }

    @Test("what is done again and again begins a trace of its own each time and points to what led to it")
    func doneAgainAgain() throws {
        let cause = Metadata(name: "x", traceparent: "00-\(Self.trace)-00f067aa0ba902b7-00")
        try withTracer(tracer) {
            let span = try #require(MessageTracer()?.working("orders.poll", cause, isScheduled: true))
            span.end("done")
        }
        let work = try #require(shelf.spans("work orders.poll").first)
        #expect(work.parent == nil && work.context.trace.description != Self.trace)
        #expect(work.links.map(\.trace.description) == [Self.trace])
    }

    @Test("without a tracer there is none")
    func withoutTracerNone() {
        #expect(MessageTracer().map { _ in "one" } == nil)
    }
}
