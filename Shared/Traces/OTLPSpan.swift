import Tracing

/// One span as OTLP writes it in JSON.
struct OTLPSpan: Encodable {
    struct Event: Encodable {
        let timeUnixNano: String
        let name: String
        let attributes: [OTLPAttribute]
    }

    struct Link: Encodable {
        let traceId: String
        let spanId: String
        let traceState: String?
        let flags: UInt32
    }

    struct Status: Encodable {
        let code: Int
        let message: String?
    }

    let traceId: String
    let spanId: String
    let traceState: String?
    let parentSpanId: String?
    let flags: UInt32
    let name: String
    let kind: Int
    let startTimeUnixNano: String
    let endTimeUnixNano: String
    let attributes: [OTLPAttribute]
    let droppedAttributesCount: Int?
    let events: [Event]?
    let droppedEventsCount: Int?
    let links: [Link]?
    let droppedLinksCount: Int?
    let status: Status?

    init(_ span: SpanRecord) {
        traceId = span.context.trace.description
        spanId = span.context.span.description
        traceState = span.context.state
        parentSpanId = span.parent?.span.description
        flags = Self.flags(isSampled: true, isRemote: span.parent?.isRemote ?? false)
        name = OTLPAttribute.cut(span.name)
        kind = Self.number(span.kind)
        startTimeUnixNano = String(span.start)
        endTimeUnixNano = String(span.end)
        attributes = OTLPAttribute.list(span.attributes)
        droppedAttributesCount = span.dropped.attributes.unlessZero
        events = span.events.map(Self.event).unlessEmpty
        droppedEventsCount = span.dropped.events.unlessZero
        links = span.links.map(Self.link).unlessEmpty
        droppedLinksCount = span.dropped.links.unlessZero
        status = span.status.map { Status(code: $0.code == .ok ? 1 : 2, message: $0.message.map(OTLPAttribute.cut)) }
    }

    private static func event(_ event: SpanEvent) -> Event {
        Event(
            timeUnixNano: String(event.nanosecondsSinceEpoch), name: event.name,
            attributes: OTLPAttribute.list(event.attributes))
    }

    private static func link(_ other: SpanContext) -> Link {
        Link(
            traceId: other.trace.description, spanId: other.span.description, traceState: other.state,
            flags: flags(isSampled: other.isSampled, isRemote: other.isRemote))
    }

    /// `SpanFlags`: the lowest eight bits are those of `traceparent`; bit 8 says that bit 9 is known, and bit 9 that
    /// the parent, or the linked span, is of another process.
    private static func flags(isSampled: Bool, isRemote: Bool) -> UInt32 {
        (isSampled ? 1 : 0) | 0x100 | (isRemote ? 0x200 : 0)
    }

    /// `Span.SpanKind`.
    private static func number(_ kind: SpanKind) -> Int {
        switch kind {
        case .internal: 1
        case .server: 2
        case .client: 3
        case .producer: 4
        case .consumer: 5
        }
    }
}

extension Int {
    fileprivate var unlessZero: Int? { self == 0 ? nil : self }
}

extension Array {
    fileprivate var unlessEmpty: [Element]? { isEmpty ? nil : self }
}
