public import Tracing

/// What others are told of a span: the fields of W3C Trace Context (level 1), read and written.
public struct SpanContext: Sendable, Hashable {
    /// The trace that it belongs to.
    public let trace: TraceID
    /// The span itself.
    public let span: SpanID
    /// Whether it is recorded; what comes after it is recorded or not in the same way.
    public let isSampled: Bool
    /// What other systems have added, as it came; nil: nothing.
    public let state: String?
    /// Whether another process made the span.
    let isRemote: Bool

    init(trace: TraceID, span: SpanID, isSampled: Bool, state: String? = nil, isRemote: Bool = false) {
        self.trace = trace
        self.span = span
        self.isSampled = isSampled
        self.state = state
        self.isRemote = isRemote
    }

    /// Reads `traceparent` and `tracestate`; nil when the first cannot be trusted to be one (§3.2). The second, wrong
    /// or too long, is left out alone (§3.3).
    public init?(traceparent: String, tracestate: String? = nil) {
        let bytes = Array(traceparent.utf8.prefix(Self.length + 1))
        guard bytes.count >= Self.length, Self.hasPlaces(bytes), let version = HexText.word(bytes[0..<2]),
            version != 0xFF, version != 0 || bytes.count == Self.length,
            bytes.count == Self.length || bytes[Self.length] == Self.dash,
            let high = HexText.word(bytes[3..<19]), let low = HexText.word(bytes[19..<35]),
            let trace = TraceID(high: high, low: low), let span = HexText.word(bytes[36..<52]).flatMap(SpanID.init),
            let flags = HexText.word(bytes[53..<55])
        else { return nil }
        self.init(
            trace: trace, span: span, isSampled: flags & 1 == 1, state: tracestate.flatMap(TraceState.kept),
            isRemote: true)
    }

    /// The header `traceparent`, version 00.
    public var traceparent: String { "00-\(trace)-\(span)-\(isSampled ? "01" : "00")" }

    private static let length = 55
    private static let dash = UInt8(ascii: "-")

    private static func hasPlaces(_ bytes: [UInt8]) -> Bool {
        bytes[2] == dash && bytes[35] == dash && bytes[52] == dash
    }
}

extension InstrumentationContext {
    private enum Key: InstrumentationContextKey {
        typealias Value = SpanContext
    }

    /// The span that work belongs to; nil: to none yet.
    public var spanContext: SpanContext? {
        get { self[Key.self] }
        set { self[Key.self] = newValue }
    }
}
