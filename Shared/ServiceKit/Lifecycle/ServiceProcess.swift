internal import ArgumentParser
import Foundation
internal import Logging
internal import Messaging
internal import Metrics
internal import Traces

/// A service as one process: its settings are read, its logs and metrics are set up.
struct ServiceProcess<App: ShopService> {
    let settings: ProcessConfig
    let config: App.Config
    let context: ServiceContext
    /// What sends its traces; nil where nobody wants them.
    private let exporter: OTLPExporter?

    /// Reads the settings and sets up what is one per process; called once.
    ///
    /// - Parameter isTraced: Whether it runs for long; a command that ends by itself is not traced.
    private init(
        _ source: Settings, logs sink: any LogSink = StandardOutput(), isTraced: Bool = false
    ) throws(ConfigurationError) {
        let settings = try source.read(ProcessConfig.self)
        config = try source.read(App.Config.self)
        self.settings = settings
        let origin = JSONLogHandler.Origin(service: App.name, instance: settings.instance)
        LoggingSystem.bootstrap { label in
            JSONLogHandler(label: label, origin: origin, level: settings.logLevel, sink: sink)
        }
        let registry = PrometheusRegistry()
        MetricsSystem.bootstrap(registry)
        // A peer that hangs up must be an error of one write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        context = ServiceContext(
            name: App.name, instance: settings.instance, version: settings.version,
            logger: Logger(label: App.name), metrics: registry)
        exporter =
            try isTraced
            ? settings.traces.bootstrap(
                TraceOrigin(service: App.name, instance: settings.instance, version: settings.version),
                logger: context.logger) : nil
    }

    /// Runs the service until it is told to stop.
    static func run() async throws {
        try await exiting {
            let process = try Self(.environment, isTraced: true)
            CrashPoint.arm(process.settings.crashPoints)
            let assembly = try await App.assemble(process.config, process.context)
            var run = ServiceRun(assembly, settings: process.settings, context: process.context)
            run.exporter = process.exporter
            try await run.run()
        }
    }

    /// Brings the schema up to date.
    static func migrate() async throws {
        try await exiting {
            let process = try Self(.environment)
            try await App.migrate(process.config, process.context)
        }
    }

    /// Makes what a new installation cannot ask for, and tells it: that alone goes to the standard output.
    static func bootstrap() async throws {
        try await exiting {
            let process = try Self(.environment, logs: StandardError())
            if let told = try await App.bootstrap(process.config, process.context) { StandardOutput.say(told) }
        }
    }

    /// Seals anew what older keys have sealed, or only tells how much that is.
    static func rotateKeys(isDry: Bool) async throws {
        try await exiting {
            let process = try Self(.environment, logs: StandardError())
            guard let rotation = try await App.keyRotation(process.config, process.context) else {
                return StandardOutput.say("\(App.name) seals nothing.")
            }
            let report = RotationReport()
            if !isDry {
                _ = try await rotation.run { progress in
                    if let line = report.line(progress, at: .now) { StandardOutput.say(line) }
                }
            }
            let counts = try await rotation.counts()
            await rotation.close()
            StandardOutput.say(RotationReport.table(counts))
            if counts.contains(where: { !$0.isCurrent }) { throw ExitCode(ExitStatus.failure) }
        }
    }

    /// Turns what goes wrong into a sentence for whoever started the process, and into its exit status.
    static func exiting(_ command: () async throws -> Void) async throws {
        do {
            try await command()
        } catch let code as ExitCode {
            throw code
        } catch let error as ConfigurationError {
            StandardOutput.complain("\(App.name): \(error.sentence)")
            throw ExitCode(ExitStatus.configuration)
        } catch {
            Logger(label: App.name).critical("service failed", error: error, metadata: nil)
            throw ExitCode(ExitStatus.failure)
        }
    }
}
