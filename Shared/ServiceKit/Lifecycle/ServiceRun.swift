internal import Dispatch
import Foundation
internal import Logging
internal import Metrics
internal import ServiceLifecycle
internal import Traces
internal import UnixSignals

/// One run of a service's parts, from the first that starts to the last that stops.
struct ServiceRun {
    let assembly: Assembly
    let settings: ProcessConfig
    let context: ServiceContext

    /// Sends the traces of the parts; it ends after them.
    var exporter: OTLPExporter?

    /// Ends the process when ending in peace does not work; tests pass something milder.
    var end: @Sendable (Int32) -> Void = { _exit($0) }

    /// Is told the admin server's port once it is open.
    var onAdminPort: @Sendable (Int) -> Void = { _ in }

    init(_ assembly: Assembly, settings: ProcessConfig, context: ServiceContext) {
        self.assembly = assembly
        self.settings = settings
        self.context = context
    }

    /// Runs all parts until a signal, or until one of them ends.
    ///
    /// - Throws: the error of the first part that failed.
    func run() async throws {
        let logger = context.logger
        let lastResort = LastResort(patience: settings.shutdownGrace + settings.shutdownForce, logger: logger, end: end)
        let sources = lastResort.watch([SIGTERM, SIGINT])
        defer { for source in sources { source.cancel() } }
        describeMetrics()
        logger.info("service starting", metadata: ["service.version": "\(context.version)"])
        try await group(lastResort).run()
        logger.info("service stopped")
    }

    private func group(_ lastResort: LastResort) -> ServiceGroup {
        let readiness = ReadinessMonitor(assembly.readiness, metrics: context.metrics)
        assembly.onReadiness { readiness.report() }
        let notice = StopNotice(readiness: readiness, logger: context.logger)
        let sight: [any Service] = [admin(readiness), readiness] + (exporter.map { [$0] } ?? [])
        let parts = sight + assembly.parts + [notice]
        var configuration = ServiceGroupConfiguration(
            services: parts.map { part in
                .init(service: Part(part, logger: context.logger, lastResort: lastResort))
            },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: context.logger)
        configuration.logging.keys.serviceKey = "part"
        configuration.logging.keys.servicesKey = "parts"
        configuration.maximumGracefulShutdownDuration = settings.shutdownGrace
        return ServiceGroup(configuration: configuration)
    }

    /// Started first and stopped last, so that whoever watches sees the service until its end.
    private func admin(_ readiness: ReadinessMonitor) -> AdminServer {
        AdminServer(
            host: settings.adminHost, port: settings.adminPort, readiness: readiness, metrics: context.metrics,
            identity: .init(
                service: context.name, instance: context.instance, version: context.version, startedAt: Date()),
            logger: context.logger
        ) { [logger = context.logger, onAdminPort] port in
            logger.info("admin server listening", metadata: ["port": .stringConvertible(port)])
            onAdminPort(port)
        }
    }

    /// What may take minutes and days: a message that was deferred, an order that waits for stock.
    private static let longRuns = [
        "shop.messaging.critical_time": Buckets.longSeconds, "shop.journey.age": .longSeconds,
        "shop.work.wait": .longSeconds, "shop.label.wait": .longSeconds,
    ]

    private func describeMetrics() {
        for (label, buckets) in Self.longRuns {
            context.metrics.describe(label, "Seconds until a message or an order has come so far", buckets: buckets)
        }
        context.metrics.describe("service.ready", "Whether a readiness check said yes: 1 or 0")
        // Always 1, with the build as labels, as is the custom of Prometheus' exporters.
        context.metrics.describe("service.build_info", "Always 1; the labels say which build runs")
        let dimensions = [("service", context.name), ("version", context.version)]
        Meter(label: "service.build_info", dimensions: dimensions, factory: context.metrics).set(1)
    }
}
