import Foundation
internal import HTTPTypes
internal import Hummingbird
public import Logging
internal import NIOCore
public import ServiceLifecycle

/// The port for the people and machines that run a service: `/livez`, `/readyz`, `/metrics`. Never open to customers.
public struct AdminServer: Service {
    private let host: String
    private let port: Int
    private let readiness: ReadinessMonitor
    private let metrics: PrometheusRegistry
    private let identity: ReadinessReport.Identity?
    private let logger: Logger
    private let onStart: @Sendable (Int) -> Void

    /// Makes the server; it listens once it runs.
    ///
    /// - Parameters:
    ///   - host: the address to listen on.
    ///   - port: the port; 0 takes any free one.
    ///   - readiness: what `/readyz` tells.
    ///   - metrics: what `/metrics` tells.
    ///   - identity: who it is that `/readyz` tells of.
    ///   - logger: for the server's own lines.
    ///   - onStart: is told the port once it is open.
    public init(
        host: String, port: Int, readiness: ReadinessMonitor, metrics: PrometheusRegistry,
        identity: ReadinessReport.Identity? = nil, logger: Logger,
        onStart: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.host = host
        self.port = port
        self.readiness = readiness
        self.metrics = metrics
        self.identity = identity
        self.logger = logger
        self.onStart = onStart
    }

    /// Serves until the service ends.
    public func run() async throws {
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { channel in onStart(channel.localAddress?.port ?? port) },
            logger: quietLogger)
        try await application.run()
    }

    /// The HTTP library says "started" in a sentence that varies; `onStart` tells it better.
    private var quietLogger: Logger {
        var logger = logger
        if logger.logLevel == .info { logger.logLevel = .notice }
        return logger
    }

    private var router: Router<BasicRequestContext> {
        let router = Router()
        router.get("livez") { _, _ in Self.response(.ok, #"{"status":"live"}"#, type: "application/json") }
        router.get("readyz") { [readiness, identity] _, _ in
            var report = readiness.report()
            report.identity = identity
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            encoder.dateEncodingStrategy = .iso8601
            let body = String(decoding: try encoder.encode(report), as: UTF8.self)
            return Self.response(report.isReady ? .ok : .serviceUnavailable, body, type: "application/json")
        }
        router.get("metrics") { [metrics] _, _ in
            let text = metrics.exposition() + ProcessMetrics.exposition()
            return Self.response(.ok, text, type: "text/plain; version=0.0.4; charset=utf-8")
        }
        return router
    }

    private static func response(_ status: HTTPResponse.Status, _ body: String, type: String) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }
}
