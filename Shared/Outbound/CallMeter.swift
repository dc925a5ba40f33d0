import CoreMetrics
import Metrics

/// Measures calls of partners under OpenTelemetry's name, by partner, endpoint and outcome; where what a call is part
/// of is traced, a span tells the same.
public enum CallMeter {
    /// Makes a call and notes how long it took and how it ended: `ok`, or the error's own constant word.
    ///
    /// - Parameters:
    ///   - endpoint: From a closed list, as each is a series of its own; never a path with ids.
    ///   - word: The error's kind, from a closed list too.
    public static func measure<Reply: Sendable, Trouble: Error>(
        _ partner: String, _ endpoint: String, _ word: (Trouble) -> String,
        isolation: isolated (any Actor)? = #isolation, _ call: () async throws(Trouble) -> Reply
    ) async throws(Trouble) -> Reply {
        let started = ContinuousClock.now
        let span = CallSpan(partner, endpoint)
        let result: Result<Reply, Trouble> = await CallSpan.$current.withValue(span) {
            do throws(Trouble) { return .success(try await call()) } catch { return .failure(error) }
        }
        var outcome = "ok"
        if case .failure(let trouble) = result { outcome = word(trouble) }
        note(partner, endpoint, outcome, .now - started)
        span?.end(outcome)
        return try result.get()
    }

    private static func note(_ partner: String, _ endpoint: String, _ outcome: String, _ time: Duration) {
        CallBook.shared.note(partner, endpoint, outcome, time)
        let timer = Metrics.Timer(
            label: "http.client.request.duration",
            dimensions: [("partner", partner), ("endpoint", endpoint), ("outcome", outcome)])
        timer.recordNanoseconds(Int64(time / .nanoseconds(1)))
    }
}
