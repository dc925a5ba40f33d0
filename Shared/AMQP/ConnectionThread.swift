import Foundation
import Glibc
import Logging
import Synchronization

/// What a connection is for. A role lives on its connection's thread and is never touched from elsewhere.
protocol ConnectionRole: AnyObject {
    /// The connection is up: declare, subscribe, ask for confirms.
    func opened(_ link: Link) throws(AMQPError)
    /// Something came from the broker.
    func received(_ event: LinkEvent, _ link: Link) throws(AMQPError)
    /// Everything that had arrived is taken: hand it on, then write what is waiting.
    func proceed(_ link: Link) throws(AMQPError) -> Progress
    /// The connection is gone; another try follows unless the role is finished.
    func lost(_ error: AMQPError) -> Progress
    /// The thread ends, for whatever reason: answer everyone who still waits.
    func ended(_ error: AMQPError)
}

/// What the connection's thread does next.
enum Progress {
    /// Sleep until the socket or a caller has something.
    case wait
    /// Sleep until the socket takes more of what is still to be written.
    case waitForRoom
    /// Nothing is left to do: close and end.
    case finished
}

/// The thread that owns one connection, from the first dialling to the last goodbye.
///
/// librabbitmq allows one thread per connection and blocks inside its calls, so neither actors nor the cooperative pool
/// may hold it. The loop is: read until nothing is left, let the role act, sleep on socket and wake-up descriptor.
final class ConnectionThread: Sendable {
    private let configuration: AMQPConfiguration
    private let logger: Logger
    private let wakeup: Wakeup
    private let health: ConnectionHealth

    init(_ configuration: AMQPConfiguration, _ health: ConnectionHealth, _ wakeup: Wakeup, _ logger: Logger) {
        self.configuration = configuration
        self.health = health
        self.wakeup = wakeup
        self.logger = logger
    }

    /// Starts the thread; `makeRole` runs on it.
    func start(_ makeRole: @escaping @Sendable () -> any ConnectionRole) {
        let thread = Thread { self.run(makeRole()) }
        thread.name = configuration.connectionName
        thread.stackSize = 512 * 1024
        thread.start()
    }

    private func run(_ role: any ConnectionRole) {
        var pause = configuration.shortestPause
        while true {
            do throws(AMQPError) {
                let link = try Link(configuration)
                // The socket's number must be forgotten before the link's end closes it: another file may get the same.
                defer { withExtendedLifetime(link) { health.down(nil) } }
                try role.opened(link)
                health.up(link.socket, patience: link.patience)
                pause = configuration.shortestPause
                try pump(link, role)
                link.close()
                role.ended(AMQPError(.closed, "the connection was closed"))
                return
            } catch {
                health.down(error)
                guard case .finished = role.lost(error) else {
                    logger.warning(
                        "connection to the broker lost",
                        metadata: ["amqp.connection": "\(configuration.connectionName)", "error": "\(error)"])
                    rest(&pause)
                    continue
                }
                role.ended(error)
                return
            }
        }
    }

    private func pump(_ link: Link, _ role: any ConnectionRole) throws(AMQPError) {
        while true {
            try link.drain { (event) throws(AMQPError) in try role.received(event, link) }
            let progress = try role.proceed(link)
            if case .finished = progress { return }
            health.asleep()
            if case .waitForRoom = progress {
                wakeup.wait(for: link.socket, alsoWritable: true, link.patience)
            } else {
                wakeup.wait(for: link.socket, link.patience)
            }
            health.awake()
        }
    }

    /// Waits before the next dialling, with jitter so that many services do not return in one instant; anyone who has
    /// something new may cut it short only by closing.
    private func rest(_ pause: inout Duration) {
        wakeup.wait(for: nil, pause * Double.random(in: 0.5...1))
        pause = min(pause * 2, configuration.longestPause)
    }
}
