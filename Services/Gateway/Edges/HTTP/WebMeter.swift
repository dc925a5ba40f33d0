import CoreMetrics
import Synchronization

/// How long answers take, under OpenTelemetry's name, and the same as spans. A live view counts until it begins.
final class WebMeter: Sendable {
    /// What answers are told apart by; all three are from closed lists.
    private struct Labels: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "DELETE"]
    /// Asked of the registry once, as it has to look for each by all of its labels.
    private let timers = Mutex<[Labels: Timer]>([:])

    /// A request was answered. An address that nobody knows is `none`, a method that nobody serves `_OTHER`.
    func answered(
        _ method: String, _ finding: RouteTable.Finding, _ status: Int, in time: Duration, _ span: ServerSpan?
    ) {
        let known = Self.methods.contains(method) ? method : "_OTHER"
        let route = if case .found(let found, _) = finding { found.path.description } else { "none" }
        timer(Labels(method: known, route: route, status: status)).recordNanoseconds(Int64(time / .nanoseconds(1)))
        span?.end(known, route, status)
    }

    private func timer(_ labels: Labels) -> Timer {
        timers.withLock { timers in
            if let known = timers[labels] { return known }
            let timer = Timer(
                label: "http.server.request.duration",
                dimensions: [
                    ("http.request.method", labels.method), ("http.route", labels.route),
                    ("http.response.status_code", String(labels.status)),
                ])
            timers[labels] = timer
            return timer
        }
    }
}
