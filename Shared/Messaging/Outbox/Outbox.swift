import AMQP
import Contracts
import Foundation
import Logging
import Postgres
import Synchronization

/// Sends what transactions have decided to send.
///
/// A message is written before it is on its way, so a crash loses none. In the common case it is never read again: it
/// is published from memory right after its commit, and the row that names it is deleted together with others in a
/// later transaction of this service, once the broker has confirmed all that it names. Only rows of an instance that
/// died are read, when their claim is over.
final class Outbox: Sendable {
    private struct State {
        /// Sheaves that are all confirmed.
        var confirmed: [UUID] = []
        var refused: [RefusedMessages] = []
        var unconfirmed = 0
        /// When something was last answered, or given to an idle broker; nil while nothing is under way.
        var progressAt: ContinuousClock.Instant?
        /// Sheaves under way, or that wait for room, and until when their rows are claimed at least.
        var claimed: [UUID: ContinuousClock.Instant] = [:]
        var waiting: [CheckedContinuation<Void, Never>] = []
        /// Counts the transactions that took confirmed ids along.
        var deletions = 0
        /// Since the start.
        var confirmedInAll = 0
        var isClosed = false

        mutating func note(_ sheaf: Sheaf, _ answer: Result<[PublishOutcome], AMQPError>) {
            // After an error the rows stay; their claim runs out and a sweep takes them.
            guard case .success(let outcomes) = answer else { return }
            var left = sheaf.shut
            var reason = left.isEmpty ? nil : "cannot be opened: its key is not here"
            for (message, outcome) in zip(sheaf.messages, outcomes) where outcome != .confirmed {
                left.append(message.id)
                reason = reason ?? outcome.refusal
            }
            confirmedInAll += sheaf.messages.count + sheaf.shut.count - left.count
            if let reason {
                refused.append(RefusedMessages(sheaf: sheaf.id, messages: left, reason: reason))
            } else {
                confirmed.append(sheaf.id)
            }
        }
    }

    /// What may be unconfirmed in memory before consumers pause.
    static let bound = 20_000
    private static let tick = Duration.milliseconds(250)
    private static let sweepEvery = 4
    /// Messages that are read at once.
    private static let sweepLimit = 500

    private let source: String
    private let publisher: AMQPPublisher
    private let database: PostgresPool
    private let router: Router
    private let logger: Logger
    /// Seals what tells of persons.
    let vault: Vault?
    /// Whether what the broker has confirmed is kept, to be told again.
    private let keepsTold: Bool
    /// Makes the spans of what is sent; nil where nobody exports them.
    let tracer = MessageTracer()
    private let state = Mutex(State())
    private let meter = SendingMeter()

    init(
        source: String, publisher: AMQPPublisher, database: PostgresPool, router: @escaping Router, vault: Vault?,
        keepsTold: Bool, logger: Logger
    ) {
        self.source = source
        self.publisher = publisher
        self.database = database
        self.router = router
        self.vault = vault
        self.keepsTold = keepsTold
        self.logger = logger
    }

    func route(_ name: MessageName) -> Route { router(name) }

    /// How many messages the broker has confirmed since the start.
    var confirmedInAll: Int { state.withLock { $0.confirmedInAll } }

    // MARK: After a commit

    /// Publishes messages whose rows are committed; returns at once unless too much is unconfirmed.
    func publish(_ sheaves: [Sheaf]) async {
        for sheaf in sheaves { await publish(sheaf) }
    }

    private func publish(_ sheaf: Sheaf) async {
        let messages = sheaf.messages
        guard !messages.isEmpty else { return state.withLock { $0.note(sheaf, .success([])) } }
        state.withLock { $0.claimed[sheaf.id] = .now + .seconds(OutboxTable.claim) }
        await waitForRoom()
        state.withLock {
            $0.unconfirmed += messages.count
            if $0.progressAt == nil { $0.progressAt = .now }
        }
        meter.sent(messages)
        let given = ContinuousClock.now
        let spans = tracer == nil ? [] : messages.map(\.span)
        publisher.publish(messages.map { $0.publication(source: source) }) {
            self.meter.answered(after: .now - given)
            Self.end(spans, $0)
            self.answered(sheaf, $0)
        }
    }

    private static func end(_ spans: [MessageSpan?], _ answer: Result<[PublishOutcome], AMQPError>) {
        let outcomes = (try? answer.get()) ?? []
        for (index, span) in spans.enumerated() { span?.end(index < outcomes.count ? outcomes[index] : nil) }
    }

    private func waitForRoom() async {
        await withCheckedContinuation { continuation in
            let isRoom = state.withLock { state in
                if state.unconfirmed < Self.bound || state.isClosed { return true }
                state.waiting.append(continuation)
                return false
            }
            if isRoom { continuation.resume() }
        }
    }

    /// The service ends: whoever waits for room goes on, so that what it has fetched is settled, and nobody waits any
    /// more. What is not confirmed in time, or is more than the publisher holds, stays as rows.
    func letGo() {
        let resumed = state.withLock { state in
            state.isClosed = true
            defer { state.waiting.removeAll() }
            return state.waiting
        }
        for continuation in resumed { continuation.resume() }
    }

    private func answered(_ sheaf: Sheaf, _ answer: Result<[PublishOutcome], AMQPError>) {
        let resumed = state.withLock { state in
            state.unconfirmed -= sheaf.messages.count
            state.progressAt = state.unconfirmed == 0 ? nil : .now
            state.claimed[sheaf.id] = nil
            state.note(sheaf, answer)
            guard state.unconfirmed < Self.bound else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiting.removeAll() }
            return state.waiting
        }
        for continuation in resumed { continuation.resume() }
        if case .success = answer { CrashPoint.publishBeforeDelete.pass() }
    }

    // MARK: With a later commit

    /// Takes what the broker has confirmed, to be deleted in the caller's transaction; ``giveBack(_:)`` undoes it.
    func takeConfirmed() -> [UUID] {
        state.withLock { state in
            defer { state.confirmed.removeAll(keepingCapacity: true) }
            if !state.confirmed.isEmpty { state.deletions += 1 }
            return state.confirmed
        }
    }

    /// Deletes what ``takeConfirmed()`` gave, in the caller's transaction.
    func delete(_ sheaves: [UUID], _ pipeline: inout Pipeline) {
        OutboxTable.delete(sheaves, keepingTold: keepsTold, &pipeline)
    }

    /// The caller's transaction did not commit.
    func giveBack(_ sheaves: [UUID]) {
        state.withLock { $0.confirmed.append(contentsOf: sheaves) }
    }

    // MARK: Once more

    /// Tells one queue again what was told before, with nothing written: whoever asks does so until it is confirmed.
    ///
    /// - Returns: The last of the messages and when it was told; nil when there are none.
    func tellAgain(
        _ lane: Topology.Lane, since: Instant, after: UUID?, limit: Int, within deadline: Duration
    ) async throws -> (count: Int, last: UUID, at: Instant)? {
        // What was confirmed a moment ago is not yet among it.
        await flush()
        let told = try await OutboxTable.told(
            lane, since: since, after: after, limit: limit, vault, database)
        guard let last = told.last else { return nil }
        let outcomes = try await publisher.publish(
            told.map { $0.message.publication(source: source) }, deadline: deadline)
        guard outcomes.allSatisfy({ $0 == .confirmed }) else {
            throw Refusal(.unavailable, code: "queueNotReached", "the queue \(lane.queue) did not take the messages")
        }
        return (told.count, last.message.id, last.at)
    }

    // MARK: In the background

    /// Deletes what no transaction took along, puts off what was refused, and sweeps up after instances that died.
    func run() async {
        var deletions = -1
        for round in 0... {
            if round % Self.sweepEvery == 0 { await sweep() }
            try? await Task.sleep(for: Self.tick)
            if Task.isCancelled { return }
            deletions = await tidy(deletions)
        }
    }

    private func tidy(_ lastDeletions: Int) async -> Int {
        let (deletions, isIdle) = state.withLock {
            ($0.deletions, $0.deletions == lastDeletions && !$0.confirmed.isEmpty || !$0.refused.isEmpty)
        }
        if isIdle { await flush() }
        return deletions
    }

    /// Deletes confirmed rows and puts off refused ones in a transaction of its own.
    private func flush() async {
        let confirmed = takeConfirmed()
        let refused = state.withLock { state in
            defer { state.refused.removeAll() }
            return state.refused
        }
        guard !confirmed.isEmpty || !refused.isEmpty else { return }
        var pipeline = Pipeline()
        delete(confirmed, &pipeline)
        OutboxTable.putOff(refused, &pipeline)
        do {
            let statements = pipeline
            try await database.withConnection { try await $0.send(statements) }
        } catch {
            state.withLock {
                $0.confirmed.append(contentsOf: confirmed)
                $0.refused.append(contentsOf: refused)
            }
            logger.warning("outbox rows could not be tidied", metadata: ["error": "\(error)"])
        }
    }

    /// Publishes rows whose claim is over. Not while the broker confirms nothing, as it takes nothing then either; and
    /// none that are under way here, whose claims are renewed: sent twice they would only make it slower.
    private func sweep() async {
        let isWaiting = state.withLock { state in
            state.progressAt.map { ContinuousClock.now - $0 > .seconds(OutboxTable.claim / 2) } ?? false
        }
        guard publisher.health.condition == .up else { return }
        do {
            try await renewClaims()
            guard !isWaiting else { return }
            try await OutboxTable.adopt(database)
            // As long as there is more, up to what memory may hold unconfirmed.
            while try await sweepOnce() >= Self.sweepLimit, isRoomy, !Task.isCancelled {}
        } catch {
            logger.warning("outbox could not be swept", metadata: ["error": "\(error)"])
        }
    }

    /// Of what has been under way for so long that others would take it for left behind.
    private func renewClaims() async throws {
        let end = ContinuousClock.now + .seconds(OutboxTable.claim * 0.75)
        let late = state.withLock { $0.claimed.filter { $0.value < end }.map(\.key) }
        guard !late.isEmpty else { return }
        try await OutboxTable.renew(late, database)
        let claimed = ContinuousClock.now + .seconds(OutboxTable.longClaim)
        state.withLock { state in
            for sheaf in late where state.claimed[sheaf] != nil { state.claimed[sheaf] = claimed }
        }
    }

    private var isRoomy: Bool { state.withLock { $0.unconfirmed < Self.bound / 2 } }

    private func sweepOnce() async throws -> Int {
        let sheaves = try await OutboxTable.claimExpired(limit: Self.sweepLimit, router: router, vault, database)
        let shut = sheaves.reduce(0) { $0 + $1.shut.count }
        if shut > 0 {
            logger.error("messages that were left behind cannot be opened", metadata: ["count": "\(shut)"])
        }
        let open = sheaves.reduce(0) { $0 + $1.messages.count }
        if open > 0 {
            logger.notice("publishing messages that were left behind", metadata: ["count": "\(open)"])
        }
        await publish(sheaves)
        return open + shut
    }

    /// Waits until everything is confirmed and deletes it; what cannot be confirmed in time stays as rows.
    func drain(within deadline: Duration) async {
        letGo()
        await publisher.close(within: deadline)
        await flush()
    }
}

extension PublishOutcome {
    /// Why the broker did not take a message; nil when it did.
    fileprivate var refusal: String? {
        switch self {
        case .confirmed: nil
        case .returned(let code, let text): "returned: \(code) \(text)"
        case .refused: "refused by the broker"
        case .unfit: "not sent: larger than a message may be, or with a name of more than 255 bytes"
        }
    }
}
