public import Logging
public import Messaging
internal import Traces
internal import Tracing

extension LogContext {
    /// Hands the task's metadata, and the trace that it works for, to any swift-log handler.
    public static let provider = Logger.MetadataProvider {
        guard let span = InstrumentationContext.current?.spanContext else { return metadata }
        return metadata.merging(["trace.id": "\(span.trace)"]) { own, _ in own }
    }
}
