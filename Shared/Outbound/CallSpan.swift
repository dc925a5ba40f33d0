import Tracing

/// The span of a call of a partner: what of it is seen by whoever makes the call, and what by the HTTP client below.
struct CallSpan: Sendable {
    /// Of the call under way.
    @TaskLocal static var current: CallSpan?

    private let span: any Tracing.Span
    private let tracer: any Tracer

    /// Begins it; nil where nobody exports traces, or what the call is part of is not recorded.
    init?(_ partner: String, _ endpoint: String) {
        let tracer = InstrumentationSystem.tracer
        guard !(tracer is NoOpTracer), let context = InstrumentationContext.current else { return nil }
        let span = tracer.startSpan("\(partner) \(endpoint)", context: context, ofKind: .client)
        guard span.isRecording else { return nil }
        span.attributes = ["shop.partner": .string(partner), "shop.partner.endpoint": .string(endpoint)]
        self.span = span
        self.tracer = tracer
    }

    /// What goes out says whose it is.
    func sent(_ request: HTTPRequest) -> HTTPRequest {
        span.updateAttributes { attributes in
            attributes["http.request.method"] = request.method.rawValue
            attributes["server.address"] = request.host
        }
        var request = request
        tracer.inject(span.context, into: &request.headers, using: HeaderInjector())
        return request
    }

    func answered(_ status: Int) { span.updateAttributes { $0["http.response.status_code"] = status } }

    /// - Parameter outcome: `ok`, or the error's own constant word.
    func end(_ outcome: String) {
        span.updateAttributes { attributes in
            attributes["shop.outcome"] = outcome
            if outcome != "ok" { attributes["error.type"] = outcome }
        }
        if outcome != "ok" { span.setStatus(SpanStatus(code: .error, message: outcome)) }
        span.end()
    }

    private struct HeaderInjector: Injector {
        func inject(_ value: String, forKey key: String, into headers: inout HTTPHeaders) { headers[key] = value }
    }
}
