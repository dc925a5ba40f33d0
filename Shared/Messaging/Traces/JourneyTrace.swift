import Tracing

/// The trace of a thing that outlives what happens to it, as a row keeps it: an order's, say, of which webhooks ring
/// again and again. What is told of it later goes on in this trace by ``Draft/continuing(_:)``.
public enum JourneyTrace {
    /// Whether traces are exported; where they are not, nothing needs to be kept.
    public static var isKept: Bool { MessageTracer() != nil }

    /// The trace of what led here; nil where it has none.
    public static func text(of cause: Metadata) -> String? { cause.trace.text }

    /// A trace that begins here, for a thing that was found without anybody having said so.
    ///
    /// - Parameters:
    ///   - name: Of the span, a constant.
    ///   - journey: What the thing's messages will name as their journey.
    public static func begin(_ name: String, _ journey: String) -> String? {
        guard let span = MessageTracer()?.beginning(name, journey) else { return nil }
        span.end("done")
        return span.headers.text
    }
}
