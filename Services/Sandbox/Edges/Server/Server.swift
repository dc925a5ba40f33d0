import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// The sandbox as services: the HTTP server and the sender of webhooks.
struct Server: Sendable {
    let sandbox: Sandbox
    let host: String
    /// 0 lets the system choose one.
    let port: Int
    /// Kept as it is when the operator names one; else it follows from where the server is bound.
    let publicURL: String?
    /// Who vouches for those whom webhooks go to, as a file; nil: the system's authorities.
    var authority: String?
    let logger: Logger

    /// Runs until it is told to stop. `onListening` hears the port.
    func run(onListening: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        try await application(onListening: onListening).runService()
    }

    /// The same without watching for signals, for those who run it inside their own process.
    func application(
        onListening: @escaping @Sendable (Int) async -> Void
    ) -> Application<Responder> {
        let sender = Sender(places: Pump.mostInFlight, authority: authority)
        return Application(
            responder: Responder(sandbox: sandbox),
            configuration: .init(address: .hostname(host, port: port), backlog: 1024),
            services: [Pump(sandbox: sandbox, sender: sender, logger: logger)],
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? port
                sandbox.use { $0.publicURL = publicURL ?? "http://\(host):\(port)" }
                await onListening(port)
            },
            logger: logger)
    }
}
