import Synchronization
import Testing
import Tracing

@testable import Traces

/// Keeps what has ended.
final class Shelf: SpanSink {
    private let kept = Mutex<[SpanRecord]>([])

    var spans: [SpanRecord] { kept.withLock { $0 } }
    func take(_ span: SpanRecord) { kept.withLock { $0.append(span) } }
}

/// Numbers in place of chance: 1, 2, 3 …
final class Numbers: Sendable {
    private let last = Mutex<UInt64>(0)

    func next() -> UInt64 {
        last.withLock { last in
            last += 1
            return last
        }
    }
}

/// Headers of a message.
struct Fields: Extractor, Injector {
    func extract(key: String, from fields: [String: String]) -> String? { fields[key] }
    func inject(_ value: String, forKey key: String, into fields: inout [String: String]) { fields[key] = value }
}

@Suite("Spans")
struct SpanTracerTests {
    private let shelf = Shelf()

    private func tracer(share: Double = 1) -> SpanTracer {
        let numbers = Numbers()
        return SpanTracer(Sampler(share: share), to: shelf) { numbers.next() }
    }

    @Test("a span inside of another is its part, and of the same trace")
    func nesting() throws {
        let tracer = tracer()
        tracer.withSpan("outer", ofKind: .server) { _ in
            tracer.withSpan("inner", ofKind: .client) { _ in }
        }
        let inner = try #require(shelf.spans.first)
        let outer = try #require(shelf.spans.last)
        #expect(inner.name == "inner" && outer.name == "outer")
        #expect(inner.parent == outer.context && outer.parent == nil)
        #expect(outer.context.traceparent == "00-00000000000000010000000000000002-0000000000000003-01")
        #expect(inner.context.traceparent == "00-00000000000000010000000000000002-0000000000000004-01")
    }

    @Test("what began elsewhere goes on here, with what others added, and is recorded if it was there")
    func carrying() throws {
        let tracer = tracer(share: 0)
        let given = ["traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "tracestate": "a=1"]
        var context = InstrumentationContext.topLevel
        tracer.extract(given, into: &context, using: Fields())
        let span = tracer.startSpan("goes on", context: context)
        #expect(span.isRecording)
        var told: [String: String] = [:]
        tracer.inject(span.context, into: &told, using: Fields())
        #expect(
            told == ["traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000001-01", "tracestate": "a=1"])
        span.end()
        #expect(shelf.spans.first?.parent?.span.description == "00f067aa0ba902b7")
    }

    @Test("what is not recorded says so to whoever comes after, and nobody hears of it")
    func unsampled() {
        let tracer = tracer(share: 0)
        let span = tracer.startSpan("nothing")
        var told: [String: String] = [:]
        tracer.inject(span.context, into: &told, using: Fields())
        #expect(told["traceparent"]?.hasSuffix("-00") == true)
        span.attributes["a"] = "b"
        span.end()
        #expect(!span.isRecording && shelf.spans.isEmpty)
    }

    @Test("an error shows its type and nothing that it says")
    func errors() throws {
        struct Quoting: Error, CustomStringConvertible { let description = "Jane Doe, 1 Elm Street" }
        let span = tracer().startSpan("fails")
        span.recordError(Quoting())
        span.end()
        let event = try #require(shelf.spans.first?.events.first)
        #expect(event.name == "exception")
        #expect(event.attributes == ["exception.type": "Quoting"])
    }

    @Test("what is too much is left out and counted, and the end counts once")
    func bounds() throws {
        let tracer = tracer()
        let span = tracer.startSpan("much")
        span.updateAttributes { attributes in for number in 100..<140 { attributes["k\(number)"] = number } }
        for _ in 0..<10 { span.addEvent("again") }
        for _ in 0..<70 { span.addLink(SpanLink(context: tracer.startSpan("other").context, attributes: [:])) }
        span.end()
        span.attributes["late"] = true
        span.end()
        let record = try #require(shelf.spans.first)
        #expect(shelf.spans.count == 1)
        #expect(record.attributes.count == 32 && record.attributes.get("k131") == .int64(131))
        #expect(record.attributes.get("k132") == nil && record.attributes.get("late") == nil)
        #expect(record.events.count == 8 && record.links.count == 64)
        #expect(record.dropped.attributes == 8 && record.dropped.events == 2 && record.dropped.links == 6)
    }
}
