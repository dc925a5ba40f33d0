import AMQP
import Tracing

/// What is told of one message, request or piece of work. A class, so that where there is none it takes one word.
final class MessageSpan: Sendable {
    private let span: any Tracing.Span
    /// What is carried on in its place.
    let headers: TraceHeaders

    init(_ span: any Tracing.Span, _ headers: TraceHeaders) {
        self.span = span
        self.headers = headers
    }

    /// What happens inside of it finds it here.
    var context: InstrumentationContext { span.context }

    func link(to other: InstrumentationContext) {
        span.addLink(SpanLink(context: other, attributes: [:]))
    }

    /// It went as it should, or as it may; `outcome` is a word of a closed list.
    func end(_ outcome: String) {
        span.updateAttributes { $0["shop.outcome"] = outcome }
        span.end()
    }

    /// It went wrong; `cause` is a constant sentence or a word of a closed list.
    func fail(_ outcome: String, _ cause: String) {
        span.updateAttributes { attributes in
            attributes["shop.outcome"] = outcome
            attributes["error.type"] = cause
        }
        span.setStatus(SpanStatus(code: .error, message: cause))
        span.end()
    }

    /// A message was settled so, together with others.
    func end(_ verdict: Verdict, batch: Int) {
        span.updateAttributes { $0["messaging.batch.message_count"] = batch }
        switch verdict {
        case .done: end("done")
        case .repeated: end("repeated")
        case .deferred(_, let reason, _):
            span.updateAttributes { $0["shop.reason"] = reason }
            end("deferred")
        case .failed(let cause, _): fail("failed", cause)
        }
    }

    /// The broker has answered for it.
    func end(_ outcome: PublishOutcome?) {
        switch outcome {
        case .confirmed: end("confirmed")
        case .returned: fail("returned", "no queue takes it")
        case .refused: fail("refused", "refused by the broker")
        case .unfit: fail("unfit", "not sent: it is larger than a message may be")
        case nil: fail("unconfirmed", "the broker did not answer")
        }
    }

    /// Runs what belongs to it.
    static func within<Value: Sendable>(_ span: MessageSpan?, _ body: () async -> Value) async -> Value {
        guard let span else { return await body() }
        return await InstrumentationContext.$current.withValue(span.context) { await body() }
    }
}
