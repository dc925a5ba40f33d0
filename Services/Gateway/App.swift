import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import ServiceKit
import ServiceLifecycle

/// The one door for people, programs and partners' webhooks: HTTP on one side, messages on the other.
@main struct App: ShopService {
    static let name = "gateway"
    static let summary = "The one door for people, programs and partners' webhooks."

    static func assemble(_ config: Config, _ context: ServiceContext) async throws -> Assembly {
        let tls = config.brokerAuthority.isEmpty ? nil : AMQPConfiguration.TLS(caFile: config.brokerAuthority)
        let broker = try AMQPConfiguration.setting("AMQP_URL", config.broker, tls: tls)
            .dialled(by: context.instance)
        let page = PageFiles(
            page: pageFolder, scripts: URL(filePath: config.scripts), logger: context.logger)
        let parts = try Parts(config, broker, instance: context.instance, logger: context.logger)
        let server = WebServer(
            responder: try parts.responder(page, version: context.version), host: config.host, port: config.port,
            tls: try config.serverCertificate()?.configuration(), logger: context.logger
        ) { port in
            context.logger.info("listening", metadata: ["server.port": "\(port)"])
        }
        return Assembly(
            parts.services + [server],
            readiness: [
                ReadinessCheck("broker") {
                    let troubles = parts.troubles()
                    if !troubles.isEmpty { throw NotReady(reason: troubles.joined(separator: "; ")) }
                }
            ])
    }

    /// The page's own files.
    static var pageFolder: URL { Bundle.module.bundleURL.appending(path: "Page") }
}
