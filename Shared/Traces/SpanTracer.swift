public import Tracing

/// Makes spans and carries their contexts as W3C Trace Context does: the tracer of every service that exports.
public struct SpanTracer: Tracer {
    private let sampler: Sampler
    private let sink: any SpanSink
    private let word: @Sendable () -> UInt64

    /// - Parameters:
    ///   - sampler: Which traces are recorded that begin here; one that began elsewhere is recorded if it was there.
    ///   - sink: Takes what was recorded.
    ///   - word: Gives random words for ids.
    public init(
        _ sampler: Sampler, to sink: any SpanSink, word: @escaping @Sendable () -> UInt64 = { .random(in: 0 ... .max) }
    ) {
        self.sampler = sampler
        self.sink = sink
        self.word = word
    }

    /// Begins a span.
    public func startSpan<Instant: TracerInstant>(
        _ operationName: String, context: @autoclosure () -> InstrumentationContext, ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant, function: String, file fileID: String, line: UInt
    ) -> TraceSpan {
        var context = context()
        let parent = context.spanContext
        let trace = parent?.trace ?? TraceID.random(word)
        let own = SpanContext(
            trace: trace, span: SpanID.random(word), isSampled: parent?.isSampled ?? sampler.takes(trace),
            state: parent?.state)
        context.spanContext = own
        guard own.isSampled else { return TraceSpan(context, nil) }
        let start = instant().nanosecondsSinceEpoch
        let record = SpanRecord(
            name: operationName, kind: kind, context: own, parent: parent, start: start, end: start)
        return TraceSpan(context, Recording(record, sink))
    }

    /// What has ended is on its way by itself.
    public func forceFlush() {}

    /// Writes `traceparent` and, where there is one, `tracestate`.
    public func inject<Carrier, Inject: Injector>(
        _ context: InstrumentationContext, into carrier: inout Carrier, using injector: Inject
    ) where Inject.Carrier == Carrier {
        guard let span = context.spanContext else { return }
        injector.inject(span.traceparent, forKey: "traceparent", into: &carrier)
        if let state = span.state { injector.inject(state, forKey: "tracestate", into: &carrier) }
    }

    /// Reads them; what cannot be read is as if it were not there.
    public func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier, into context: inout InstrumentationContext, using extractor: Extract
    ) where Extract.Carrier == Carrier {
        guard let parent = extractor.extract(key: "traceparent", from: carrier) else { return }
        let state = extractor.extract(key: "tracestate", from: carrier)
        if let span = SpanContext(traceparent: parent, tracestate: state) { context.spanContext = span }
    }
}
