import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// The HTTP server as a part of the service.
struct WebServer: Service {
    let responder: Responder
    let host: String
    /// 0 takes any free one.
    let port: Int
    let logger: Logger
    /// Hears the port once it is open.
    let onListening: @Sendable (Int) -> Void

    /// A connection on which nothing happens for so long is closed; live views send something every 15 s.
    private static let idle = TimeAmount.seconds(60)

    func run() async throws {
        var quiet = logger
        if quiet.logLevel == .info { quiet.logLevel = .notice }
        let application = Application(
            responder: responder, server: .http1(configuration: .init(idleTimeout: Self.idle)),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), backlog: 1024),
            onServerRunning: { channel in onListening(channel.localAddress?.port ?? port) }, logger: quiet)
        try await application.run()
    }
}
