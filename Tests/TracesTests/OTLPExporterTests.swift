import Foundation
import Outbound
import ServiceLifecycle
import TestKit
import Testing
import Tracing

@testable import Traces

@Suite("Sending spans", .timeLimit(.minutes(5)))
struct OTLPExporterTests {

    private static var quick: OTLPExporter.Pace {
        var pace = OTLPExporter.Pace()
        pace.interval = .milliseconds(20)
        pace.firstPause = .milliseconds(5)
        pace.attempts = 3
        return pace
    }

    /// Runs an exporter while the body makes spans, then ends it as a service does.
    private func exporting(
        to address: String, headers: String = "", capacity: Int = 100, pace: OTLPExporter.Pace = Self.quick,
        _ body: (SpanTracer, SpanQueue) async throws -> Void
    ) async throws {
        let queue = SpanQueue(capacity: capacity)
        let exporter = OTLPExporter(
            queue, to: try OTLPEndpoint(base: address, headers: headers),
            as: TraceOrigin(service: "test", instance: "1", version: "1"), http: HTTPClient(), pace: pace,
            logger: silent)
        let group = ServiceGroup(services: [exporter], gracefulShutdownSignals: [], logger: silent)
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            try await body(SpanTracer(Sampler(share: 1), to: queue), queue)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// The names of the spans in a request.
    private func names(_ request: RecordingServer.Seen) throws -> [String] {
        let body = try JSONDecoder().decode(JSONValue.self, from: Data(request.body))
        return body["resourceSpans"].list.flatMap { $0["scopeSpans"].list }.flatMap { $0["spans"].list }
            .compactMap { $0["name"].text }
    }

    @Test("spans arrive as JSON under /v1/traces, with the headers that were set, and what is left at the end too")
    func arriving() async throws {
        try await RecordingServer.run { collector in
            try await exporting(to: collector.address + "/", headers: "x-key=a%20b, x-other=c") { tracer, _ in
                tracer.startSpan("first").end()
                try await eventually("the first has arrived") { collector.seen.count == 1 }
                tracer.startSpan("second").end()
            }
            #expect(try collector.seen.flatMap(names) == ["first", "second"])
            let request = try #require(collector.seen.first)
            #expect(request.method == "POST" && request.path == "/v1/traces")
            #expect(request.headers["content-type"] == "application/json")
            #expect(request.headers["x-key"] == "a b" && request.headers["x-other"] == "c")
        }
    }

    @Test("a batch is no larger than it may be, and sent before its time when it is full")
    func batches() async throws {
        try await RecordingServer.run { collector in
            var pace = Self.quick
            pace.batch = 10
            pace.interval = .seconds(3600)
            try await exporting(to: collector.address, pace: pace) { tracer, _ in
                for number in 0..<25 { tracer.startSpan("\(number)").end() }
                try await eventually("full batches are sent") { collector.seen.count >= 2 }
            }
            #expect(try collector.seen.flatMap(names) == (0..<25).map(String.init))
            #expect(try collector.seen.allSatisfy { try names($0).count <= 10 })
        }
    }

    @Test("what a collector cannot take now is sent again", arguments: [429, 502, 503, 504])
    func again(status: Int) async throws {
        try await RecordingServer.run([.init(status, headers: ["Retry-After": "0"])]) { collector in
            try await exporting(to: collector.address) { tracer, _ in
                tracer.startSpan("patient").end()
                try await eventually("it is sent again") { collector.seen.count == 2 }
            }
            #expect(try collector.seen.flatMap(names) == ["patient", "patient"])
        }
    }

    @Test("what a collector refuses is not", arguments: [400, 401, 404, 500])
    func refused(status: Int) async throws {
        try await RecordingServer.run([.init(status)]) { collector in
            try await exporting(to: collector.address) { tracer, _ in
                tracer.startSpan("refused").end()
                try await eventually("it is refused") { collector.seen.count == 1 }
                tracer.startSpan("next").end()
                try await eventually("the next is sent") { collector.seen.count == 2 }
            }
            #expect(try collector.seen.flatMap(names) == ["refused", "next"])
        }
    }

    @Test("a collector that is away holds up nobody, neither at work nor at the end")
    func away() async throws {
        let began = ContinuousClock.now
        try await exporting(to: "http://127.0.0.1:\(try LoopbackPort.free())", capacity: 5) { tracer, queue in
            for _ in 0..<50 { tracer.startSpan("lost").end() }
            #expect(queue.count <= 5)
        }
        // The farewell is 3 s; the rest is for a slow machine.
        #expect(ContinuousClock.now - began < .seconds(60))
    }

    @Test("answers are read as the specification has them")
    func answers() {
        func read(_ status: Int, _ body: String = "", after: String? = nil) -> OTLPAnswer {
            var headers: HTTPHeaders = [:]
            headers["Retry-After"] = after
            return OTLPAnswer(
                HTTPResponse(status: status, headers: headers, body: Array(body.utf8)), now: Date())
        }
        #expect(read(200, "{}") == .taken(rejected: 0, reason: ""))
        #expect(
            read(200, #"{"partialSuccess":{"rejectedSpans":"3","errorMessage":"too old"}}"#)
                == .taken(rejected: 3, reason: "too old"))
        #expect(read(200, #"{"partialSuccess":{"rejectedSpans":2}}"#) == .taken(rejected: 2, reason: ""))
        #expect(read(200, "no JSON") == .taken(rejected: 0, reason: ""))
        #expect(read(503, after: "7") == .again(after: .seconds(7)))
        #expect(read(504) == .again(after: nil))
        #expect(read(500) == .refused(status: 500))
    }

    @Test("headers that cannot be read are a fault of the setting")
    func wrongHeaders() {
        #expect(throws: OTLPEndpoint.Trouble.self) { try OTLPEndpoint(base: "http://a", headers: "no pair") }
        #expect(throws: OTLPEndpoint.Trouble.self) { try OTLPEndpoint(base: "http://a", headers: "=x") }
    }
}
