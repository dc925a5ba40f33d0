public import Logging
internal import Traces
internal import Tracing

/// Metadata that every log line of a task carries: the order, the message, the tenant at work.
///
/// It travels as a task-local, into child tasks too, so that no function takes a logger only to pass it on.
public enum LogContext {
    @TaskLocal private static var current: Logger.Metadata = [:]

    /// Runs work whose log lines carry more; an inner value wins over an outer one of the same key.
    public static func with<Value, Failure: Error>(
        _ metadata: Logger.Metadata, _ work: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let merged = current.merging(metadata) { $1 }
        let result: Result<Value, Failure> = await $current.withValue(merged) {
            do throws(Failure) { return .success(try await work()) } catch { return .failure(error) }
        }
        return try result.get()
    }

    /// Hands the task's metadata, and the trace that it works for, to any swift-log handler.
    public static let provider = Logger.MetadataProvider {
        guard let span = InstrumentationContext.current?.spanContext else { return current }
        return current.merging(["trace.id": "\(span.trace)"]) { own, _ in own }
    }
}
