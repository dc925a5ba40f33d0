import Contracts
import Messaging
import Synchronization
import TestKit
import Testing
import Traces
import Tracing

@testable import Gateway

/// What is told of the gateway's calls where somebody exports traces.
@Suite(.timeLimit(.minutes(5))) struct ServerSpanTests {
    private final class Shelf: SpanSink {
        private let kept = Mutex<[SpanRecord]>([])

        var spans: [SpanRecord] { kept.withLock { $0 } }
        func take(_ span: SpanRecord) { kept.withLock { $0.append(span) } }
    }

    /// The example of W3C Trace Context, level 1, section 3.2.2.
    private static let given = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    @Test("a call is part of its caller's trace, by its route, and what it asks is part of the call")
    func callPartCaller() async throws {
        let shelf = Shelf()
        try await withTracer(SpanTracer(Sampler(share: 0), to: shelf)) {
            try await GatewayWorld.lend { world in
                world.services.on(OrderCancel.self) { _ in throw Refusal(.notFound, code: "unknown", "no such order") }
                let reply = try await world.ask(
                    "POST", "/v1/orders/576000000000000001/cancel?tenant=\(GatewayWorld.tenant)",
                    headers: ["traceparent": Self.given, "tracestate": "a=1"], body: #"{"reason": "of persons"}"#)
                #expect(reply.status == 404, "\(reply.text)")
                let question = try #require(world.services.asked.first { $0.name == OrderCancel.name.rawValue })
                let span = try #require(shelf.spans.first)
                #expect(question.traceparent == span.context.traceparent)
                #expect(reply.header("x-request-id") == "0af7651916cd43dd8448eb211c80319c")
                #expect(span.context.state == "a=1")
            }
        }
        let span = try #require(shelf.spans.first)
        #expect(shelf.spans.count == 1)
        #expect(span.name == "POST /v1/orders/{order}/cancel" && span.kind == .server)
        #expect(span.parent?.traceparent == Self.given)
        #expect(span.attributes.get("http.route") == .string("/v1/orders/{order}/cancel"))
        #expect(span.attributes.get("http.response.status_code") == .int64(404))
        #expect(span.status == nil, "what a caller did wrong is no error of ours")
        var texts = ""
        span.attributes.forEach { texts += "\($0)=\($1);" }
        #expect(!texts.contains("576") && !texts.contains("persons"), "\(texts)")
    }
}
