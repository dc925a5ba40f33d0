import Synchronization
import Testing
import Traces
import Tracing

@testable import Outbound

@Suite("Spans of calls", .timeLimit(.minutes(1)))
struct CallSpanTests {
    private final class Shelf: SpanSink {
        private let kept = Mutex<[SpanRecord]>([])

        var spans: [SpanRecord] { kept.withLock { $0 } }
        func take(_ span: SpanRecord) { kept.withLock { $0.append(span) } }
    }

    private struct Refused: Error { let word = "refused" }

    /// Calls a server once, inside of a span if told so; gives the head of the request that came.
    private func call(_ shelf: Shelf, isInside: Bool = true, isRefused: Bool = false) async throws -> String {
        let heads = Mutex<[String]>([])
        let server = try ScriptedServer { peer in
            while let request = peer.readRequest() {
                heads.withLock { $0.append(request.head) }
                peer.write("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")
            }
        }
        defer { server.stop() }
        let client = HTTPClient()
        let tracer = SpanTracer(Sampler(share: 1), to: shelf)
        await withTracer(tracer) {
            let context = isInside ? tracer.startSpan("work").context : nil
            await InstrumentationContext.$current.withValue(context) {
                _ = try? await CallMeter.measure("carrier", "BuyLabel", \Refused.word) { () throws(Refused) in
                    let answer = try? await client.send(
                        HTTPRequest(.post, server.url + "/labels?token=secret", body: [1]), deadline: .seconds(20))
                    if isRefused || answer?.status != 202 { throw Refused() }
                }
            }
        }
        await client.close()
        return try #require(heads.withLock { $0 }.first)
    }

    @Test("a call inside of a span is its part, and tells the other side so")
    func inside() async throws {
        let shelf = Shelf()
        let head = try await call(shelf)
        let span = try #require(shelf.spans.first)
        #expect(span.name == "carrier BuyLabel" && span.kind == .client && span.parent != nil)
        #expect(span.attributes.get("http.request.method") == .string("POST"))
        #expect(span.attributes.get("http.response.status_code") == .int64(202))
        #expect(span.attributes.get("shop.outcome") == .string("ok") && span.status == nil)
        #expect(head.contains("traceparent: \(span.context.traceparent)"))
        var texts = ""
        span.attributes.forEach { texts += "\($0)=\($1);" }
        #expect(!texts.contains("secret") && !texts.contains("/labels"), "\(texts)")
    }

    @Test("a call that fails says how, by its word alone")
    func failing() async throws {
        let shelf = Shelf()
        _ = try await call(shelf, isRefused: true)
        let span = try #require(shelf.spans.first)
        #expect(span.status?.code == .error && span.attributes.get("error.type") == .string("refused"))
    }

    @Test("a call that is no part of anything is not told, nor does it tell")
    func outside() async throws {
        let shelf = Shelf()
        let head = try await call(shelf, isInside: false)
        #expect(shelf.spans.isEmpty && !head.contains("traceparent"))
    }
}
