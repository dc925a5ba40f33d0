import Foundation
public import Logging
import Postgres
public import ServiceLifecycle
import Synchronization

/// Does a service's work: takes jobs from its ``WorkQueue``, a few at a time, as fairly and as fast as the partners'
/// limits allow. Any number of instances share the same queue.
///
/// ```swift
/// let worker = try Worker(queue, messaging, kinds: [FetchOrders(shops), PushStock(shops)], logger: logger)
/// try await ServiceGroup(services: [messaging, worker], …).run()
/// ```
///
/// List it behind the ``Messaging`` that it publishes with, so that it ends first. At shutdown it takes nothing more
/// and waits for the jobs in hand; what is not done by the deadline is cancelled and given back.
public final class Worker: Service {
    private let queue: WorkQueue
    private let outbox: OutboxWriter
    private let kinds: [String: KindRunner]
    private let terms: JSON
    /// The same just after the database was away: nothing is taken over then.
    private let termsWhenBack: JSON
    private let name: String
    private let concurrency: Int
    private let poll: Duration
    private let drainDeadline: Duration
    private let meter: WorkMeter
    private let logger: Logger
    private let running = Mutex(0)
    private let draining = Atomic<Bool>(false)
    private let stop = Doorbell()
    /// The pause when everything in sight is in others' hands for a moment, or the database does not answer.
    private static let shortestPause = Duration.milliseconds(5)
    private static let pauseAfterError = Duration.seconds(1)
    private static let observeEvery = Duration.seconds(15)

    /// Puts a worker together; nothing is taken before ``run()``.
    ///
    /// - Parameters:
    ///   - name: Shown in the leases; by default host and process.
    ///   - concurrency: How many jobs this instance does at a time.
    ///   - poll: How soon it finds what other instances have wanted; its own service's handlers nudge it.
    ///   - drainDeadline: How long jobs may go on at shutdown before they are cancelled.
    public init(
        _ queue: WorkQueue, _ messaging: Messaging, kinds: [any WorkKind], name: String? = nil, concurrency: Int = 16,
        poll: Duration = .milliseconds(500), drainDeadline: Duration = .seconds(15), logger: Logger
    ) throws {
        precondition(concurrency > 0, "a worker needs at least one hand")
        let runners = kinds.map { KindRunner($0) }
        try Self.check(runners)
        messaging.workKinds.withLock { kinds in for runner in runners { kinds[runner.name] = runner.isAwaited } }
        self.queue = queue
        outbox = messaging.writer
        self.kinds = Dictionary(runners.map { ($0.name, $0) }) { first, _ in first }
        terms = try JSON(encoding: runners.map(\.terms))
        termsWhenBack = try JSON(encoding: runners.map(\.termsWhenBack))
        self.name = name ?? "\(ProcessInfo.processInfo.hostName) \(ProcessInfo.processInfo.processIdentifier)"
        self.concurrency = concurrency
        self.poll = poll
        self.drainDeadline = drainDeadline
        meter = WorkMeter(kinds: runners)
        self.logger = logger
    }

    private static func check(_ kinds: [KindRunner]) throws {
        var names: Set<String> = []
        var classes: [String: EndpointClass] = [:]
        for kind in kinds {
            let known = classes.updateValue(kind.endpoint, forKey: kind.endpoint.name)
            if known.map({ $0 != kind.endpoint }) ?? false { throw WorkError.nameTwice(kind.endpoint.name) }
            guard names.insert(kind.name).inserted else { throw WorkError.nameTwice(kind.name) }
        }
    }

    /// Works until the service is told to shut down, then drains.
    public func run() async throws {
        await withGracefulShutdownHandler {
            await withTaskGroup { group in
                group.addTask { await self.observe() }
                await self.work()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.drain()
        }
    }

    /// Takes nothing more; what is in hand is finished, whether or not the broker takes what it tells.
    private func drain() {
        draining.store(true, ordering: .relaxed)
        outbox.outbox.letGo()
        queue.bell.ring()
    }

    private var isEnding: Bool { draining.load(ordering: .relaxed) || Task.isCancelled }

    // MARK: Taking

    private func work() async {
        await withDiscardingTaskGroup { group in
            var seen: UInt64 = 0
            var calmFrom = ContinuousClock.now
            while !isEnding {
                seen = queue.bell.rings
                let next = await takeOn(&group, &calmFrom)
                seen = await queue.bell.wait(after: seen, until: .now + next)
            }
            await finish()
        }
    }

    /// Fills free hands. Answers how long to wait when nobody rings.
    ///
    /// - Parameter calmFrom: Since, or from, when the database has been there long enough for other workers to have
    ///   said that they live: only then are their jobs taken over.
    private func takeOn(
        _ group: inout DiscardingTaskGroup, _ calmFrom: inout ContinuousClock.Instant
    ) async -> Duration {
        let free = running.withLock { concurrency - $0 }
        guard free > 0 else { return poll }
        do {
            let (claims, next) = try await WorkTable.claim(
                free, terms: calmFrom <= .now ? terms : termsWhenBack, worker: name, queue.database)
            for claim in claims { start(claim, &group) }
            // There may be more than we could carry; whoever finishes rings.
            return max(min(next ?? poll, poll), Self.shortestPause)
        } catch {
            logger.warning("work could not be taken", metadata: ["error": "\(error)"])
            calmFrom = .now + WorkLimits.silence
            return Self.pauseAfterError
        }
    }

    private func start(_ claim: Claim, _ group: inout DiscardingTaskGroup) {
        guard let kind = kinds[claim.kind] else { return }
        running.withLock { $0 += 1 }
        meter.taken(claim)
        let claim = outbox.outbox.tracer.map { claim.traced(by: $0) } ?? claim
        let hands = JobHands(claim: claim, endpoint: kind.endpoint, database: queue.database, outbox: outbox)
        let run = JobRun(claim: claim, kind: kind, hands: hands, meter: meter, stop: stop, logger: logger)
        group.addTask {
            await run.run()
            self.running.withLock { $0 -= 1 }
            self.queue.bell.ring()
        }
    }

    // MARK: Ending

    /// Waits for the jobs in hand, then for those that must be cancelled first.
    private func finish() async {
        let deadline = ContinuousClock.now + drainDeadline
        var seen = queue.bell.rings
        while running.withLock({ $0 }) > 0 && ContinuousClock.now < deadline && !Task.isCancelled {
            seen = await queue.bell.wait(after: seen, until: deadline)
        }
        stop.ring()
    }

    // MARK: Measuring

    private func observe() async {
        while !Task.isCancelled {
            do {
                meter.observed(try await queue.snapshot())
            } catch {
                logger.debug("work could not be counted", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: Self.observeEvery)
        }
    }
}
