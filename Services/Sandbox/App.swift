import Foundation
import Logging

/// TikTok Shop and Shippo on one port, for development and tests.
@main
struct Main {
    static func main() async throws {
        LoggingSystem.bootstrap { JSONLogHandler(label: $0) }
        let logger = Logger(label: "sandbox")
        do {
            let config = try Config(ProcessInfo.processInfo.environment)
            try await run(config, logger: logger)
        } catch let problem as Config.Problem {
            logger.critical("configuration refused", metadata: ["problem": "\(problem.text)"])
            exit(78)  // EX_CONFIG
        }
    }

    private static func run(_ config: Config, logger: Logger) async throws {
        let sandbox = Sandbox(settings: config.settings, clock: SystemClock())
        try sandbox.use { try $0.openDemo(config) }
        let server = Server(
            sandbox: sandbox, host: config.host, port: config.port, publicURL: config.publicURL,
            authority: config.authority, logger: logger)
        try await server.run { port in
            let metadata = config.described.map { ($0.0, Logger.MetadataValue.string($0.1)) }
            let known = Logger.Metadata(metadata) { _, last in last }
            logger.info("sandbox listening", metadata: known.merging(["port": "\(port)"]) { _, last in last })
        }
    }
}

extension World {
    /// Opens the demo shops and lets buyers in.
    mutating func openDemo(_ config: Config) throws {
        for region in config.demoShops {
            _ = try openShop(
                ShopPlan(region: region, demoProducts: config.demoProducts, demoStock: config.demoStock))
        }
        if config.ordersPerMinute > 0 {
            startGenerator(perMinute: config.ordersPerMinute, count: nil, mix: nil, shopIDs: [])
        }
    }
}
