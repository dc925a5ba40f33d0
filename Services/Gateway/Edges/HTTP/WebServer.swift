import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle

/// The HTTP server as a part of the service.
struct WebServer: Service {
    let responder: Responder
    let host: String
    /// 0 takes any free one.
    let port: Int
    /// Nil: plain HTTP, for a proxy of one's own that speaks TLS.
    let tls: TLSConfiguration?
    let logger: Logger
    /// Hears the port once it is open.
    let onListening: @Sendable (Int) -> Void

    /// A connection on which nothing happens for so long is closed; live views send something every 15 s.
    private static let idle = TimeAmount.seconds(60)

    func run() async throws {
        var quiet = logger
        if quiet.logLevel == .info { quiet.logLevel = .notice }
        let plain = HTTPServerBuilder.http1(configuration: .init(idleTimeout: Self.idle))
        let application = Application(
            responder: responder,
            server: try tls.map { try HTTPServerBuilder.tls(plain, tlsConfiguration: $0) } ?? plain,
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), backlog: 1024),
            onServerRunning: { channel in onListening(channel.localAddress?.port ?? port) }, logger: quiet)
        try await application.run()
    }
}
