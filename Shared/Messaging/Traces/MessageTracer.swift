import Contracts
import Tracing

/// Makes the spans of what happens to messages, in OpenTelemetry's words for messaging systems. There is none where
/// nobody exports traces, so that there nothing is paid for them; and none of a message whose trace is not recorded.
struct MessageTracer: Sendable {
    private let tracer: any Tracer

    /// The process's tracer; nil when it has none.
    init?() {
        let tracer = InstrumentationSystem.tracer
        guard !(tracer is NoOpTracer) else { return nil }
        self.tracer = tracer
    }

    /// A message in the hands of its lane, until what was decided of it is committed.
    func handling(_ metadata: Metadata, in lane: String, isKnown: Bool) -> MessageSpan? {
        begin("process \(lane)", .consumer, under: metadata.trace) {
            var attributes = about(metadata, isKnown ? metadata.name : nil)
            attributes["messaging.operation.type"] = "process"
            attributes["messaging.operation.name"] = "process"
            attributes["messaging.destination.name"] = lane
            return attributes
        }
    }

    /// A message from its recording in the outbox until the broker has confirmed it.
    func sending(_ draft: Draft, to route: Route, cause: Metadata?) -> MessageSpan? {
        let span = begin("send \(draft.name.rawValue)", .producer, under: draft.trace ?? cause?.trace ?? TraceHeaders())
        {
            var attributes: SpanAttributes = [
                "messaging.system": "rabbitmq", "messaging.operation.type": "send", "messaging.operation.name": "send",
                "messaging.destination.name": .string(route.exchange),
                "messaging.rabbitmq.destination.routing_key": .string(route.key),
                "messaging.message.id": .string(draft.id.text), "shop.message.name": .string(draft.name.rawValue),
            ]
            attributes["messaging.message.conversation_id"] = draft.correlation ?? cause?.correlation
            attributes["shop.tenant.id"] = (draft.tenant ?? cause?.tenant)?.description
            return attributes
        }
        if draft.trace != nil, let span, let cause { span.link(to: context(of: cause.trace)) }
        return span
    }

    /// A trace begins with this.
    func beginning(_ name: String, _ journey: String) -> MessageSpan? {
        begin(name, .internal, under: TraceHeaders()) {
            ["messaging.message.conversation_id": .string(journey)]
        }
    }

    /// A request that is answered.
    func answering(_ metadata: Metadata, in queue: String, isKnown: Bool) -> MessageSpan? {
        let name = isKnown ? metadata.name.rawValue : "_OTHER"
        return begin("answer \(name)", .server, under: metadata.trace) {
            var attributes = about(metadata, isKnown ? metadata.name : nil)
            attributes["messaging.operation.type"] = "process"
            attributes["messaging.operation.name"] = "answer"
            attributes["messaging.destination.name"] = queue
            return attributes
        }
    }

    /// A piece of work in a worker's hands. What is done again and again begins a trace of its own each time, which
    /// only points to what once led to it.
    func working(_ kind: String, _ cause: Metadata, isScheduled: Bool) -> MessageSpan? {
        let span = begin("work \(kind)", .internal, under: isScheduled ? TraceHeaders() : cause.trace) {
            var attributes: SpanAttributes = [
                "shop.work.kind": .string(kind), "shop.work.attempt": .int64(Int64(cause.attempt + 1)),
            ]
            attributes["shop.tenant.id"] = cause.tenant?.description
            attributes["messaging.message.conversation_id"] = cause.correlation
            return attributes
        }
        if isScheduled, let span { span.link(to: context(of: cause.trace)) }
        return span
    }

    private func about(_ metadata: Metadata, _ name: MessageName?) -> SpanAttributes {
        var attributes: SpanAttributes = [
            "messaging.system": "rabbitmq", "messaging.message.id": .string(metadata.id.text),
            // A name that nobody here knows may be anything.
            "shop.message.name": .string(name?.rawValue ?? "_OTHER"),
        ]
        attributes["messaging.message.conversation_id"] = metadata.correlation
        attributes["shop.tenant.id"] = metadata.tenant?.description
        return attributes
    }

    private func begin(
        _ name: @autoclosure () -> String, _ kind: SpanKind, under headers: TraceHeaders,
        _ attributes: () -> SpanAttributes
    ) -> MessageSpan? {
        guard !headers.isUnsampled else { return nil }
        let span = tracer.startSpan(name(), context: context(of: headers), ofKind: kind)
        var own = TraceHeaders()
        tracer.inject(span.context, into: &own, using: TraceHeaderAccess())
        if span.isRecording { span.attributes = attributes() }
        return MessageSpan(span, own)
    }

    private func context(of headers: TraceHeaders) -> InstrumentationContext {
        var context = InstrumentationContext.topLevel
        if headers.parent != nil { tracer.extract(headers, into: &context, using: TraceHeaderAccess()) }
        return context
    }
}
