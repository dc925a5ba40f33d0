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
    /// The connection is gone: take back what was under way. Another try follows unless the role is finished.
    func lost(_ error: AMQPError) -> Progress
    /// Something new came, or a deadline has passed, while there is no connection.
    func waitWithoutConnection() -> Progress
    /// The thread ends, for whatever reason: answer everyone who still waits.
    func ended(_ error: AMQPError)
    /// How long the next dialling waits at least, before jitter.
    var leastPause: Duration { get }
}

extension ConnectionRole {
    var leastPause: Duration { .zero }
}

/// What the connection's thread does next.
enum Progress {
    /// Sleep until the socket or a caller has something, or until a deadline of the role's.
    case wait(until: ContinuousClock.Instant? = nil)
    /// Sleep until the socket takes more of what is still to be written, or until a deadline of the role's.
    case waitForRoom(until: ContinuousClock.Instant? = nil)
    /// Nothing is left to do: close and end.
    case finished
    /// What is left to do cannot be done: end without a goodbye that the broker would not read.
    case abandoned
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

    /// librabbitmq reads tables inside of tables by recursion and without a bound: a header as deep as a frame allows,
    /// 18,000 levels, needs more than 1 MiB. What is not used is not allocated.
    private static let stackSize = 8 << 20

    /// Starts the thread; `makeRole` runs on it.
    func start(_ makeRole: @escaping @Sendable () -> any ConnectionRole) {
        let thread = Thread { self.run(makeRole()) }
        thread.name = configuration.connectionName
        thread.stackSize = Self.stackSize
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
                if try pump(link, role) {
                    health.awake()
                    link.close()
                }
                role.ended(AMQPError(.closed, "the connection was closed"))
                return
            } catch {
                // Dialled again whatever it is: a certificate's file may just be replaced, and whoever repairs one must
                // not have to restart every service.
                health.down(error)
                logger.warning(
                    "connection to the broker lost",
                    metadata: ["amqp.connection": "\(configuration.connectionName)", "error": "\(error)"])
                guard rest(role, role.lost(error), max(pause, role.leastPause)) else { return role.ended(error) }
                pause = min(pause * 2, configuration.longestPause)
            }
        }
    }

    /// - Returns: Whether the broker is to be told goodbye.
    private func pump(_ link: Link, _ role: any ConnectionRole) throws(AMQPError) -> Bool {
        while true {
            try link.drain { (event) throws(AMQPError) in try role.received(event, link) }
            let progress = try role.proceed(link)
            health.asleep()
            switch progress {
            case .finished: return true
            case .abandoned: return false
            case .wait(let deadline): wakeup.wait(for: link.socket, patience(link.patience, deadline))
            case .waitForRoom(let deadline):
                wakeup.wait(for: link.socket, alsoWritable: true, patience(link.patience, deadline))
            }
            health.awake()
        }
    }

    /// Waits before the next dialling, with jitter so that many services do not return in one instant. What callers
    /// bring meanwhile is looked at, but does not shorten the wait: a broker that is down must not be dialled the more
    /// the more there is to say. False when the role is finished.
    private func rest(_ role: any ConnectionRole, _ first: Progress, _ pause: Duration) -> Bool {
        let end = ContinuousClock.now + pause * Double.random(in: 0.5...1)
        var progress = first
        while true {
            let left = end - .now
            switch progress {
            case .finished, .abandoned: return false
            case _ where left <= .zero: return true
            case .wait(let deadline), .waitForRoom(let deadline): wakeup.wait(for: nil, patience(left, deadline))
            }
            progress = role.waitWithoutConnection()
        }
    }

    private func patience(_ longest: Duration, _ deadline: ContinuousClock.Instant?) -> Duration {
        guard let deadline else { return longest }
        return max(.zero, min(longest, deadline - .now))
    }
}
