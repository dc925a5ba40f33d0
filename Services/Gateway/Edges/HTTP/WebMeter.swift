import CoreMetrics
import Hummingbird

/// How long answers take, under OpenTelemetry's name, and the same as spans. A live view counts until it begins.
enum WebMeter {
    private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "DELETE"]

    /// A request was answered. Labels come from closed lists: an address that nobody knows is `none`.
    static func answered(
        _ request: Request, by table: RouteTable, _ status: Int, in time: Duration, _ span: ServerSpan?
    ) {
        let method = methods.contains(request.method.rawValue) ? request.method.rawValue : "_OTHER"
        var route = "none"
        if case .found(let found, _) = table.find(method: method, path: request.uri.path) {
            route = found.path.description
        }
        let timer = Timer(
            label: "http.server.request.duration",
            dimensions: [
                ("http.request.method", method), ("http.route", route), ("http.response.status_code", String(status)),
            ])
        timer.recordNanoseconds(Int64(time / .nanoseconds(1)))
        span?.end(method, route, status)
    }
}
