public import Logging

/// Metadata that every log line of a task carries: the order, the message, the tenant at work.
///
/// It travels as a task-local, into child tasks too, so that no function takes a logger only to pass it on. What it
/// says is put together when a line is written, and not before: most tasks write none.
public enum LogContext {
    private final class Layer: Sendable {
        let outer: Layer?
        let own: @Sendable () -> Logger.Metadata

        init(_ outer: Layer?, _ own: @escaping @Sendable () -> Logger.Metadata) {
            self.outer = outer
            self.own = own
        }
    }

    @TaskLocal private static var innermost: Layer?

    /// Runs work whose log lines carry more; an inner value wins over an outer one of the same key.
    public static func with<Value, Failure: Error>(
        _ metadata: @autoclosure @escaping @Sendable () -> Logger.Metadata,
        _ work: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result: Result<Value, Failure> = await $innermost.withValue(Layer(innermost, metadata)) {
            do throws(Failure) { return .success(try await work()) } catch { return .failure(error) }
        }
        return try result.get()
    }

    /// What lines of this task carry.
    public static var metadata: Logger.Metadata {
        var all: Logger.Metadata = [:]
        var next = innermost
        while let layer = next {
            all.merge(layer.own()) { inner, _ in inner }
            next = layer.outer
        }
        return all
    }
}
