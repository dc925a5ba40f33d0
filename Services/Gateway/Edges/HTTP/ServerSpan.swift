import HTTPTypes
import Hummingbird
import Messaging
import Tracing

extension Trace {
    /// As requests to services carry it.
    var headers: TraceHeaders { TraceHeaders(parent: parent, state: state) }
}

/// The span of one HTTP request, in OpenTelemetry's words for servers. Of addresses it knows the route alone: what
/// stands in its places and parameters is nobody's business.
struct ServerSpan: Sendable {
    private let span: any Tracing.Span
    private let headers: TraceHeaders

    /// Begins it, as a part of the caller's trace if it has one; nil where nobody exports traces.
    init?(_ request: Request) {
        let tracer = InstrumentationSystem.tracer
        guard !(tracer is NoOpTracer) else { return nil }
        var context = InstrumentationContext.topLevel
        tracer.extract(request.headers, into: &context, using: FieldExtractor())
        span = tracer.startSpan("HTTP", context: context, ofKind: .server)
        var own = TraceHeaders()
        tracer.inject(span.context, into: &own, using: TraceHeaderAccess())
        headers = own
    }

    /// By what names the request is found again; nil when the tracer says nothing.
    func trace(_ requestID: String?) -> Trace? {
        headers.parent.map { Trace(requestID: requestID, within: $0, state: headers.state) }
    }

    /// The request was answered.
    ///
    /// - Parameters:
    ///   - method: From the closed list of ``WebMeter``.
    ///   - route: `none` for an address that nobody knows.
    func end(_ method: String, _ route: String, _ status: Int) {
        guard span.isRecording else { return }
        span.operationName = route == "none" ? method : "\(method) \(route)"
        span.attributes = [
            "http.request.method": .string(method), "http.response.status_code": .int64(Int64(status)),
            "url.scheme": "http",
        ]
        if route != "none" { span.attributes["http.route"] = route }
        // What a caller did wrong is no error of the server's (OpenTelemetry, "HTTP server", status).
        if status >= 500 {
            span.attributes["error.type"] = String(status)
            span.setStatus(SpanStatus(code: .error))
        }
        span.end()
    }

    private struct FieldExtractor: Extractor {
        func extract(key: String, from fields: HTTPFields) -> String? {
            HTTPField.Name(key).flatMap { fields[$0] }
        }
    }
}
