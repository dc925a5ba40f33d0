import Glibc
import Synchronization

/// How a connection is doing, seen from outside its thread; also what the watchdog acts on.
public final class ConnectionHealth: Sendable {
    /// The condition of a connection.
    public enum Condition: Sendable, Hashable {
        case connecting
        case up
        /// The broker's resource alarm: nothing can be published.
        case blocked(reason: String)
        case down(reason: String)
    }

    private struct State {
        var condition = Condition.connecting
        var socket: Int32?
        var patience = Duration.seconds(10)
        var busySince: ContinuousClock.Instant?
        var connections = 0
    }

    private let state = Mutex(State())

    init() {
        Watchdog.shared.watch(self)
    }

    /// The condition now.
    public var condition: Condition { state.withLock { $0.condition } }

    /// How many times the connection has come up.
    public var connections: Int { state.withLock { $0.connections } }

    func up(_ socket: Int32, patience: Duration) {
        state.withLock {
            $0.condition = .up
            $0.socket = socket
            $0.patience = patience
            $0.busySince = .now
            $0.connections += 1
        }
    }

    func down(_ error: AMQPError?) {
        state.withLock {
            $0.socket = nil
            $0.busySince = nil
            if let error { $0.condition = .down(reason: error.description) }
        }
    }

    func blocked(_ reason: String?) {
        state.withLock { $0.condition = reason.map { .blocked(reason: $0) } ?? .up }
    }

    func asleep() {
        state.withLock { $0.busySince = nil }
    }

    func awake() {
        state.withLock { $0.busySince = .now }
    }

    /// Breaks the socket of a thread that has been inside librabbitmq for eight times as long as it may sleep, which is
    /// two heartbeats: only then does a blocked call return, and the thread dials again.
    func breakIfStuck(now: ContinuousClock.Instant = .now) {
        state.withLock {
            guard let socket = $0.socket, let since = $0.busySince, now - since > $0.patience * 8 else { return }
            shutdown(socket, Int32(SHUT_RDWR))
            $0.busySince = now
        }
    }
}
