import AMQP
import Contracts
import CoreMetrics
import Foundation
import Logging
import Postgres
import Synchronization

/// Takes messages from a lane's queue, batch after batch, and settles each one.
final class LaneRunner: Sendable {
    private let lane: Lane
    private let consumer: AMQPReader<Reading>
    private let outbox: Outbox
    private let database: PostgresPool
    private let tracer: MessageTracer?
    private let logger: Logger
    private let meter: LaneMeter
    private let suspectTurn: SuspectTurn
    private let returned = Mutex(Returned())
    private let draining = Atomic<Bool>(false)
    /// Messages that were deferred and are due, on their way to the lane.
    private struct Returned {
        var arrivals: [Arrival] = []
        /// Whether nobody takes them any more.
        var isOver = false
    }

    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return encoder
    }()

    init(
        _ lane: Lane, _ consumer: AMQPReader<Reading>, _ outbox: Outbox, _ database: PostgresPool,
        _ suspectTurn: SuspectTurn, logger: Logger
    ) {
        self.suspectTurn = suspectTurn
        self.lane = lane
        self.consumer = consumer
        self.outbox = outbox
        self.database = database
        self.logger = logger
        tracer = outbox.tracer
        meter = LaneMeter(lane: lane.queue)
    }

    /// The connection's condition; a lane is ready while it is up.
    var health: ConnectionHealth { consumer.health }
    var queue: String { lane.queue }
    /// Messages that have come and are not acknowledged.
    var unsettled: Int { consumer.unsettled }
    /// What it has done since its start.
    var book: LaneBook { meter.book }

    /// Goes on until the consumer is cancelled and all that was fetched is settled.
    func run() async {
        consumer.begin()
        while let readings = await consumer.next(atMost: lane.batch) {
            let arrivals = readings.map { Arrival($0, lane, tracer: tracer) } + takeReturned()
            guard !arrivals.isEmpty else { continue }
            book.taken()
            defer { book.putDown() }
            guard await handle(arrivals, through: readings.last?.delivery.receipt) else { break }
        }
        await consumer.close()
        await release(
            returned.withLock { returned in
                returned.isOver = true
                return returned.arrivals
            })
    }

    /// Fetches no more; what was fetched is still settled.
    func drain() {
        draining.store(true, ordering: .relaxed)
        consumer.cancel()
    }

    /// Hands messages that were deferred to the lane again; nothing while those of the last time have not been taken,
    /// and nothing to a lane that is about to end.
    func handBack() async throws {
        guard !draining.load(ordering: .relaxed), returned.withLock({ $0.arrivals.isEmpty }) else { return }
        let due = try await Deferral.takeDue(lane: lane.queue, limit: lane.batch, database)
        guard !due.isEmpty else { return }
        var arrivals: [Arrival] = []
        var spoiled: [(DueMessage, DueMessage.Trouble)] = []
        for row in due {
            do throws(DueMessage.Trouble) {
                let delivery = try row.delivery(lane.queue, outbox.vault)
                arrivals.append(
                    Arrival(
                        Reading(delivery, lane, attempt: row.attempt, isSuspect: row.wasTaken), lane,
                        attempt: row.attempt, origin: row.origin, tracer: tracer))
            } catch {
                if isLeft(row, error) { continue }
                spoiled.append((row, error))
            }
        }
        await handOver(arrivals)
        // Last: what cannot be moved must not hold up what can be handled.
        try await FailureLog.move(spoiled, lane, database)
    }

    private func handOver(_ arrivals: [Arrival]) async {
        let isOver = returned.withLock { returned in
            if !returned.isOver { returned.arrivals = arrivals }
            return returned.isOver
        }
        guard !isOver else { return await release(arrivals) }
        consumer.nudge()
    }

    /// Lets another instance have at once what nobody here has begun with. Where that cannot be said it waits until our
    /// claim is over.
    private func release(_ arrivals: [Arrival]) async {
        guard !arrivals.isEmpty else { return }
        do {
            try await Deferral.release(arrivals.compactMap(\.claimed), lane: lane.queue, database)
        } catch {
            logger.warning(
                "deferred messages stay claimed for a while",
                metadata: ["lane": "\(lane.queue)", "count": "\(arrivals.count)", "error": "\(error)"])
        }
    }

    /// While keys are changed another instance may have the one that is missing here: the row stays, and comes back to
    /// whoever asks first when our claim is over, for as long as a name waits that nobody knows.
    private func isLeft(_ row: DueMessage, _ trouble: DueMessage.Trouble) -> Bool {
        guard trouble.isOurs, row.waiting < lane.patience.unknown else { return false }
        logger.warning(
            "a deferred message is left to an instance that has its key",
            metadata: ["lane": "\(lane.queue)", "message.id": "\(row.id.text)", "error": "\(trouble.detail)"])
        return true
    }

    private func takeReturned() -> [Arrival] {
        returned.withLock { returned in
            defer { returned.arrivals.removeAll() }
            return returned.arrivals
        }
    }

    // MARK: Settling

    /// Settles messages, acknowledges, publishes. False when the service ends before that could be done.
    private func handle(_ arrivals: [Arrival], through receipt: Receipt?) async -> Bool {
        let suspects = arrivals.filter(\.isSuspect)
        let others = suspects.isEmpty ? arrivals : arrivals.filter { !$0.isSuspect }
        guard let outgoing = await settle(others) else { return false }
        if !suspects.isEmpty {
            await outbox.publish(outgoing)
            guard await settleAlone(suspects) else { return false }
        }
        CrashPoint.commitBeforeAck.pass()
        if let receipt { consumer.acknowledge(through: receipt) }
        if suspects.isEmpty { await outbox.publish(outgoing) }
        return true
    }

    /// Settles a group; nil when the service ends before. A message that is alone gives its names to what is logged;
    /// several have none in common.
    private func settle(_ arrivals: [Arrival]) async -> [Sheaf]? {
        guard let first = arrivals.first else { return [] }
        guard arrivals.count == 1 else { return await settleTogether(arrivals) }
        return await LogContext.with(first.metadata.logged) { await settleTogether(arrivals) }
    }

    /// Settles a group, splitting it where one of its messages spoils it.
    private func settleTogether(_ arrivals: [Arrival]) async -> [Sheaf]? {
        var repeats = 0
        while true {
            do {
                return try await attempt(arrivals)
            } catch let error as PostgresError where error.isNobodysFault {
                guard await waitForDatabase(error) else { return nil }
            } catch let error as PostgresError where error.isWorthRepeating(after: repeats) {
                repeats += 1
                meter.conflicts.increment()
                try? await Task.sleep(for: .milliseconds(Int.random(in: 1...(5 * repeats))))
            } catch let error as PostgresError where error.code == .closed || error.code == .cancelled {
                return nil
            } catch let error where arrivals.count == 1 && arrivals[0].prejudice != nil {
                // Neither handled nor filed: what stands behind it waits, so that somebody has to hear of it.
                guard await sayThatStuck(arrivals[0], error) else { return nil }
            } catch {
                return await split(arrivals, error)
            }
        }
    }

    private func sayThatStuck(_ arrival: Arrival, _ error: any Error) async -> Bool {
        logger.error(
            "a message can neither be handled nor filed as a failure",
            metadata: [
                "lane": "\(lane.queue)", "message.id": "\(arrival.metadata.id)", "error": "\(error)",
            ].about(arrival.metadata))
        try? await Task.sleep(for: .seconds(1))
        return !draining.load(ordering: .relaxed) && !Task.isCancelled
    }

    private func attempt(_ arrivals: [Arrival]) async throws -> [Sheaf] {
        let started = ContinuousClock.now
        let outgoing = try await database.withConnection { connection in
            do {
                let batch = Batch(self.lane, arrivals, self.outbox, Self.encoder)
                let outgoing = try await batch.run(connection)
                self.meter.decided(batch.verdicts)
                if self.tracer != nil { Self.endSpans(arrivals, batch.verdicts) }
                return outgoing
            } catch {
                if !connection.isBroken { await self.rollBack(connection) }
                throw error
            }
        }
        meter.settled(arrivals, in: .now - started)
        logger.debug(
            "messages were settled", metadata: ["lane": "\(lane.queue)", "count": "\(arrivals.count)"])
        return outgoing
    }

    private static func endSpans(_ arrivals: [Arrival], _ verdicts: [Verdict]) {
        for (arrival, verdict) in zip(arrivals, verdicts) { arrival.span?.end(verdict, batch: arrivals.count) }
    }

    private func rollBack(_ connection: PostgresConnection) async {
        var pipeline = Pipeline()
        pipeline.rollback()
        try? await connection.send(pipeline)
    }

    /// Halves a group that failed as a whole, down to the message that harms it; that one is deferred.
    private func split(_ arrivals: [Arrival], _ error: any Error) async -> [Sheaf]? {
        if arrivals.count == 1 { return await settle([arrivals[0].blamed(for: error)]) }
        let middle = arrivals.count / 2
        guard let first = await settle(Array(arrivals[..<middle])),
            let second = await settle(Array(arrivals[middle...]))
        else { return nil }
        return first + second
    }

    /// Runs messages that may have killed a consumer one by one in this process, each noted beforehand: were they noted
    /// together, each would be blamed for a crash in which any of them was being run.
    private func settleAlone(_ suspects: [Arrival]) async -> Bool {
        for suspect in suspects {
            let settled = await suspectTurn.take { () -> [Sheaf]? in
                guard let arrival = await noted(suspect) else { return nil }
                return await settle([arrival])
            }
            guard let settled else { return false }
            await outbox.publish(settled)
        }
        return true
    }

    /// Notes a suspect, and condemns it when that has been done too often; nil when the service ends before.
    private func noted(_ suspect: Arrival) async -> Arrival? {
        let id = suspect.suspectID
        while true {
            do {
                let count = try await Suspects.note([id], lane: lane.queue, database)[id] ?? 1
                return count > Suspects.limit
                    ? suspect.condemned(after: count) : suspect.opened(lane, tracer: tracer)
            } catch let error as PostgresError where error.code == .closed || error.code == .cancelled {
                return nil
            } catch {
                guard await waitForDatabase(error) else { return nil }
            }
        }
    }

    /// A lost database is nobody's failure: nothing is fetched, nothing acknowledged, until it answers again. One that
    /// answers and takes nothing (its disk is full, it only reads) is not asked more than twice a second.
    private func waitForDatabase(_ error: any Error) async -> Bool {
        logger.warning("the database is lost", metadata: ["lane": "\(lane.queue)", "error": "\(error)"])
        let isLost = (error as? PostgresError)?.isConnectionLoss ?? false
        var pause = Duration.milliseconds(isLost ? 50 : 500)
        while !draining.load(ordering: .relaxed) && !Task.isCancelled {
            try? await Task.sleep(for: pause)
            if (try? await database.run("SELECT 1")) != nil { return true }
            pause = min(pause * 2, .seconds(2))
        }
        // The service ends: what a database refuses that is there would be refused for ever.
        guard isLost else { return false }
        return (try? await database.run("SELECT 1")) != nil
    }
}
