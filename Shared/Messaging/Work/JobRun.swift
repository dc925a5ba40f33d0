import Contracts
import Foundation
import Logging
import Postgres

/// One job from its lease to its end: perform within the deadline, then one transaction that says what became of it.
struct JobRun: Sendable {
    let claim: Claim
    let kind: KindRunner
    let hands: JobHands
    let meter: WorkMeter
    /// Rings when the service will wait no longer.
    let stop: Doorbell
    let logger: Logger

    /// What the job has come to before it is committed.
    private struct Ending {
        let finish: Settlement.Finish
        let undecodable: [String: String]
    }

    func run() async {
        await LogContext.with(metadata(nil)) {
            await withTaskGroup { group in
                group.addTask { await keepLease() }
                await finish()
                group.cancelAll()
            }
        }
    }

    private func finish() async {
        let started = ContinuousClock.now
        let ending = await MessageSpan.within(claim.span) { await perform() }
        if kind.endpoint.isWriting { CrashPoint.effectBeforeRecord.pass() }
        let isSettled = await settle(ending)
        let outcome = isSettled ? Settlement.label(ending.finish) : "lost"
        meter.settled(claim, outcome, in: .now - started)
        claim.endSpans(outcome)
        logger.debug("work was settled", metadata: ["outcome": "\(outcome)"])
    }

    /// Tells the others that the job's worker lives, until the job should long be over.
    private func keepLease() async {
        let end = claim.since + kind.limits.patience
        while true {
            await Self.pass(until: .now + WorkLimits.sign)
            guard !Task.isCancelled, ContinuousClock.now < end else { return }
            do {
                try await WorkTable.renew(claim.lease, hands.database)
            } catch {
                logger.debug("a lease could not be renewed", metadata: metadata(error))
            }
        }
    }

    // MARK: Performing

    private func perform() async -> Ending {
        let deadline = claim.since + kind.limits.deadline
        let prepared = kind.prepare(claim, hands, deadline)
        guard let body = prepared.perform else {
            return Ending(finish: .returned(.done()), undecodable: prepared.undecodable)
        }
        return Ending(finish: await race(body, deadline), undecodable: prepared.undecodable)
    }

    private enum Lap: Sendable {
        case finished(Settlement.Finish)
        case deadline
        case stop
    }

    /// Runs the work against its deadline and the end of the service. The work is cancelled when it loses, and what it
    /// still returns counts: it knows best what it was doing.
    private func race(
        _ body: @escaping @Sendable () async throws -> WorkResult, _ deadline: ContinuousClock.Instant
    ) async -> Settlement.Finish {
        await withTaskGroup(of: Lap.self) { group in
            group.addTask { .finished(await Self.outcome(of: body)) }
            group.addTask {
                await Self.pass(until: deadline)
                return .deadline
            }
            group.addTask {
                await stop.wait()
                return .stop
            }
            var interruption: Settlement.Finish?
            for await lap in group {
                switch lap {
                case .finished(.returned(let result)):
                    group.cancelAll()
                    return .returned(result)
                case .finished(let finish):
                    group.cancelAll()
                    return interruption ?? finish
                case .deadline: interruption = interruption ?? .late
                case .stop: interruption = interruption ?? .stopped
                }
                group.cancelAll()
            }
            return interruption ?? .stopped
        }
    }

    /// Waits until an instant, or until it is cancelled, a second at a time: a sleep that is cancelled keeps its memory
    /// until it would have ended by itself, and jobs that take milliseconds have deadlines of minutes.
    private static func pass(until instant: ContinuousClock.Instant) async {
        while !Task.isCancelled {
            let rest = ContinuousClock.now.duration(to: instant)
            guard rest > .zero else { return }
            try? await Task.sleep(for: min(rest, .seconds(1)))
        }
    }

    private static func outcome(of body: @Sendable () async throws -> WorkResult) async -> Settlement.Finish {
        do { return .returned(try await body()) } catch { return .threw(error) }
    }

    // MARK: Settling

    /// Commits what became of the job; false when it is in other hands or the database does not come back in time.
    private func settle(_ ending: Ending) async -> Bool {
        if case .threw(WorkError.leaseLost) = ending.finish { return lost() }
        var ending = ending
        var mayBeCommitted = false
        var pause = Duration.milliseconds(100)
        while true {
            do {
                try await commit(ending)
                return true
            } catch {
                let fault = PostgresError.behind(error)
                // It may have been ourselves, in a commit whose answer did not arrive. Then a sweep sends the messages.
                if fault?.isLeaseLost == true { return mayBeCommitted || lost() }
                if let fault, fault.mayPass(isRepeatable: kind.limits.isRepeatable) {
                    mayBeCommitted = mayBeCommitted || fault.isOutcomeUnknown
                    guard mayWait(pause) else { return lost(error) }
                    try? await Task.sleep(for: pause)
                    pause = min(pause * 2, .seconds(2))
                    continue
                }
                guard case .returned = ending.finish, !Task.isCancelled else { return lost(error) }
                logger.warning("the result of work could not be saved", metadata: metadata(error))
                ending = Ending(finish: .threw(UnsavedResult(reason: error)), undecodable: ending.undecodable)
            }
        }
    }

    /// Whether a result that the database does not take may wait for it: as long as the job's patience lasts, and
    /// longer where the call cannot be made again. Should that be too long, the lease tells.
    private func mayWait(_ pause: Duration) -> Bool {
        if ContinuousClock.now + pause < claim.since + kind.limits.patience { return true }
        return !kind.limits.isRepeatable && stop.rings == 0 && !Task.isCancelled
    }

    /// One transaction, mostly one round trip: what was found, what is to be sent, what becomes of the rows, what the
    /// partner is like. Settling the rows fails, and all of it with it, when the job is in other hands.
    private func commit(_ ending: Ending) async throws {
        let settlement = Settlement(ending.finish, claim.rows, kind.limits, undecodable: ending.undecodable)
        let result: WorkResult? = if case .returned(let result) = ending.finish { result } else { nil }
        let sealed = try hands.outbox.seal(result?.events ?? [], cause: hands.cause)
        let messages = try await hands.database.transaction { transaction in
            let found = try await self.found(result, transaction)
            var pipeline = Pipeline()
            try result?.save(&pipeline)
            hands.outbox.write(sealed + found, &pipeline)
            WorkTable.settle(settlement, claim.lease, &pipeline)
            WorkTable.report(settlement.report, claim, kind.endpoint, &pipeline)
            try await transaction.commit(pipeline)
            return sealed + found
        }
        meter.ended(claim.kind, settlement.lines)
        await hands.outbox.publish(messages)
    }

    /// Lets a result that has to look first do so, with the lease in hand.
    private func found(_ result: WorkResult?, _ transaction: Transaction) async throws -> [Sheaf] {
        guard let settle = result?.settle else { return [] }
        var pipeline = Pipeline()
        WorkTable.hold(claim.lease, &pipeline)
        try await transaction.send(pipeline)
        return try hands.outbox.seal(try await settle(transaction), cause: hands.cause)
    }

    private func lost(_ error: (any Error)? = nil) -> Bool {
        logger.warning("work was lost to another worker", metadata: metadata(error))
        return false
    }

    private func metadata(_ error: (any Error)?) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["work.kind": "\(claim.kind)", "work.lease": "\(claim.lease.text)"]
        if let error { metadata["error"] = "\(error)" }
        return metadata.about(hands.cause)
    }
}

/// The work was done, but what it found could not be saved.
struct UnsavedResult: Error, CustomStringConvertible {
    let reason: any Error

    var description: String { "\(reason)" }
}
