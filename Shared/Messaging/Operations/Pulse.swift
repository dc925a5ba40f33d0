import AMQP
import Contracts
import Foundation
import Logging
import Postgres
import Synchronization

/// What one instance tells of itself, every few seconds.
final class Pulse: Sendable {
    static let every = Duration.seconds(5)
    /// Every so many beats what the dead have left is cleared away.
    private static let beatsPerSweep = 12

    /// How an instance's readiness is asked for, once somebody watches it.
    typealias Readiness = @Sendable () -> (isStopping: Bool, checks: [InstanceCheck])

    private struct State {
        var readiness: Readiness?
        /// What had been settled at the last beat, by queue, and the rates since the one before.
        var settled: [String: Int] = [:]
        var rates: [String: Double] = [:]
        /// The same of the messages that the broker has confirmed.
        var confirmed = 0
        var confirmedRate: Double?
        var beatAt: ContinuousClock.Instant?
        /// Whether its row is there, as far as the last beat tells; else nobody waits for the database at the end.
        var isWritten = false
    }

    private let identity: ServiceIdentity
    private let lanes: [any PulsingLane]
    private let confirmedInAll: @Sendable () -> Int
    private let state = Mutex(State())

    /// - Parameter confirmedInAll: Messages of the outbox that the broker has confirmed since the start.
    init(
        _ identity: ServiceIdentity, _ lanes: [any PulsingLane], confirmedInAll: @escaping @Sendable () -> Int
    ) {
        self.identity = identity
        self.lanes = lanes
        self.confirmedInAll = confirmedInAll
    }

    /// From now on readiness is what this says.
    func watch(_ readiness: @escaping Readiness) { state.withLock { $0.readiness = readiness } }

    /// How the instance is now; rates are those up to the last beat.
    func now() -> InstanceState {
        let (readiness, rates, confirmed) = state.withLock { ($0.readiness, $0.rates, $0.confirmedRate) }
        let (isStopping, checks) = readiness?() ?? (false, ownChecks)
        return InstanceState(
            instance: identity.instance, version: identity.version, startedAt: identity.startedAt,
            heardAt: Instant(Date()), isStopping: isStopping, checks: checks,
            lanes: lanes.map { $0.state(perSecond: rates[$0.queue]) }, confirmedPerSecond: confirmed)
    }

    /// Where nobody watches readiness, each connection is a check.
    private var ownChecks: [InstanceCheck] {
        lanes.map { lane in InstanceCheck(name: lane.queue, trouble: lane.trouble) }
    }

    /// Tells until it is cancelled. A database that is away hears the next time.
    func run(_ database: PostgresPool, logger: Logger) async {
        var beats = 0
        while !Task.isCancelled {
            beat(at: .now)
            // Before it is known: whoever ends meanwhile must take away what may have been written.
            state.withLock { $0.isWritten = true }
            do {
                try await InstanceTable.write(now(), database)
                if beats % Self.beatsPerSweep == 0 { try await InstanceTable.forgetOld(database) }
            } catch {
                if !Task.isCancelled { state.withLock { $0.isWritten = false } }
                logger.debug("the instance could not tell of itself", metadata: ["error": "\(error)"])
            }
            beats += 1
            try? await Task.sleep(for: Self.every)
        }
    }

    /// Measures rates since the beat before.
    func beat(at instant: ContinuousClock.Instant) {
        let counts = Dictionary(lanes.map { ($0.queue, $0.settledInAll) }) { first, _ in first }
        let confirmed = confirmedInAll()
        state.withLock { state in
            if let before = state.beatAt, instant > before {
                let seconds = (instant - before) / .seconds(1)
                let old = state.settled
                state.rates = counts.reduce(into: [:]) { rates, count in
                    rates[count.key] = Double(max(0, count.value - (old[count.key] ?? 0))) / seconds
                }
                state.confirmedRate = Double(max(0, confirmed - state.confirmed)) / seconds
            }
            (state.settled, state.confirmed, state.beatAt) = (counts, confirmed, instant)
        }
    }

    /// Takes the row away: the instance ends in peace.
    func end(_ database: PostgresPool) async {
        guard state.withLock({ $0.isWritten }) else { return }
        try? await InstanceTable.remove(identity.instance, database)
    }
}

/// A queue that an instance consumes, as far as it tells of it.
protocol PulsingLane: Sendable {
    var queue: String { get }
    /// Messages settled since the start.
    var settledInAll: Int { get }
    /// Why it is not consuming; nil: it is.
    var trouble: String? { get }
    /// How it is now.
    func state(perSecond: Double?) -> InstanceLane
}

extension LaneRunner: PulsingLane {
    var settledInAll: Int { book.figures.settled }
    var trouble: String? { health.condition == .up ? nil : "\(health.condition)" }

    func state(perSecond: Double?) -> InstanceLane {
        let figures = book.figures
        return InstanceLane(
            queue: queue, isUp: health.condition == .up, unacked: unsettled, perSecond: perSecond,
            lagMilliseconds: figures.lastAge.map { Int($0 * 1000) }, lastAt: figures.lastAt.map { Instant($0) },
            inHandSince: figures.inHandSince.map { Instant($0) })
    }
}

extension RequestRunner: PulsingLane {
    var trouble: String? { health.condition == .up ? nil : "\(health.condition)" }

    func state(perSecond: Double?) -> InstanceLane {
        InstanceLane(queue: queue, isUp: health.condition == .up, unacked: unsettled, perSecond: perSecond)
    }
}
