import Foundation
import Testing
import Tracing

@testable import Traces

@Suite("OTLP in JSON")
struct OTLPRequestTests {
    private struct Moment: TracerInstant {
        let nanosecondsSinceEpoch: UInt64

        static func < (left: Moment, right: Moment) -> Bool {
            left.nanosecondsSinceEpoch < right.nanosecondsSinceEpoch
        }
    }

    /// The ids of the example file of opentelemetry-proto (examples/trace.json); the rest is written by hand by the
    /// field's rules: names in lowerCamelCase, ids in hexadecimal, fixed64 and int64 as strings, kinds and codes as
    /// numbers.
    @Test("a batch is written byte by byte as the specification says")
    func bytes() throws {
        let shelf = Shelf()
        let tracer = SpanTracer(Sampler(share: 1), to: shelf) { 0xEEE1_9B7E_C3C1_B174 }
        var context = InstrumentationContext.topLevel
        tracer.extract(
            ["traceparent": "00-5b8efff798038103d269b633813fc60c-eee19b7ec3c1b173-01", "tracestate": "a=1"],
            into: &context, using: Fields())
        let span = tracer.startSpan(
            "I'm a server span", context: context, ofKind: .server,
            at: Moment(nanosecondsSinceEpoch: 1_544_712_660_000_000_000))
        span.attributes = [
            "my.span.attr": "some \"value\"", "count": 9_007_199_254_740_993, "share": 0.5, "flag": true,
            "list": .stringArray(["a", "b"]),
        ]
        span.addEvent(
            SpanEvent(name: "sent", at: Moment(nanosecondsSinceEpoch: 1_544_712_660_500_000_000), attributes: [:]))
        span.setStatus(SpanStatus(code: .error, message: "refused"))
        span.end(at: Moment(nanosecondsSinceEpoch: 1_544_712_661_000_000_000))

        let origin = TraceOrigin(service: "gateway", instance: "a1", version: "1.2.3")
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(OTLPRequest(shelf.spans, of: origin)), as: UTF8.self)
        #expect(text == Self.expected.replacing("\n", with: ""))
    }

    private static let expected = #"""
        {"resourceSpans":[{"resource":{"attributes":[
        {"key":"service.name","value":{"stringValue":"gateway"}},
        {"key":"service.namespace","value":{"stringValue":"shop-os"}},
        {"key":"service.instance.id","value":{"stringValue":"a1"}},
        {"key":"service.version","value":{"stringValue":"1.2.3"}},
        {"key":"telemetry.sdk.name","value":{"stringValue":"shop-os"}},
        {"key":"telemetry.sdk.language","value":{"stringValue":"swift"}}]},
        "scopeSpans":[{"scope":{"name":"shop-os","version":"1.2.3"},"spans":[{
        "attributes":[
        {"key":"count","value":{"intValue":"9007199254740993"}},
        {"key":"flag","value":{"boolValue":true}},
        {"key":"list","value":{"arrayValue":{"values":[{"stringValue":"a"},{"stringValue":"b"}]}}},
        {"key":"my.span.attr","value":{"stringValue":"some \"value\""}},
        {"key":"share","value":{"doubleValue":0.5}}],
        "endTimeUnixNano":"1544712661000000000",
        "events":[{"attributes":[],"name":"sent","timeUnixNano":"1544712660500000000"}],
        "flags":769,
        "kind":2,
        "name":"I'm a server span",
        "parentSpanId":"eee19b7ec3c1b173",
        "spanId":"eee19b7ec3c1b174",
        "startTimeUnixNano":"1544712660000000000",
        "status":{"code":2,"message":"refused"},
        "traceId":"5b8efff798038103d269b633813fc60c",
        "traceState":"a=1"}]}]}]}
        """#

    @Test("long texts are cut")
    func cutting() {
        #expect(OTLPAttribute.cut(String(repeating: "x", count: 300)).count == 256)
        #expect(OTLPAttribute.cut("short") == "short")
    }
}
