internal import Logging
internal import ServiceLifecycle

/// A part of a service under watch: says in the log how it ended, and starts the clock when it ended unasked.
struct Part: Service, CustomStringConvertible {
    let service: any Service
    let name: String
    let logger: Logger
    let lastResort: LastResort

    init(_ service: any Service, logger: Logger, lastResort: LastResort) {
        self.service = service
        self.name = "\(type(of: service))"
        self.logger = logger
        self.lastResort = lastResort
    }

    /// The part's name alone: the lifecycle library logs descriptions, and a part may hold secrets.
    var description: String { name }

    func run() async throws {
        do {
            try await service.run()
        } catch {
            let isOurDoing = Task.isCancelled || Task.isShuttingDownGracefully
            logger.log(
                level: isOurDoing ? .debug : .critical, "a part of the service failed", error: error,
                metadata: ["part": "\(name)"])
            lastResort.arm()
            throw error
        }
        guard !Task.isCancelled, !Task.isShuttingDownGracefully else { return }
        logger.critical("a part of the service ended unasked", metadata: ["part": "\(name)"])
        lastResort.arm()
    }
}

/// The last part to start and so the first to stop: makes the service unready before anything else ends.
struct StopNotice: Service {
    let readiness: ReadinessMonitor
    let logger: Logger

    func run() async throws {
        try? await gracefulShutdown()
        readiness.stop()
        logger.info("service stopping")
    }
}
