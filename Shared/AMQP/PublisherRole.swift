import DequeModule
import Logging

/// The publisher's side of its connection's thread: writes what is waiting, answers what the broker has answered.
final class PublisherRole: ConnectionRole {
    /// A job of which some messages are still unanswered.
    private final class Open {
        let job: PublishJob
        var outcomes: [PublishOutcome]
        var unanswered: Int
        /// Whether its caller has given up; later answers are for nobody.
        var isAbandoned = false

        init(_ job: PublishJob) {
            self.job = job
            outcomes = Array(repeating: .refused, count: job.messages.count)
            unanswered = job.messages.count
        }
    }

    private typealias Slot = (open: Open, index: Int)

    private let mailbox: PublishMailbox
    private let health: ConnectionHealth
    private let topology: BrokerTopology
    private let window: Int
    private let logger: Logger
    private var unsent: Deque<Slot> = []
    private var sent = ConfirmWindow<Slot>()
    private var expiring: [Open] = []
    /// Since when the broker takes nothing.
    private var blockedAt: ContinuousClock.Instant?
    /// How long what was sent before the broker was blocked may still be confirmed, once there is nothing more to do.
    private static let lastConfirms = Duration.seconds(1)

    init(
        _ mailbox: PublishMailbox, _ health: ConnectionHealth, _ topology: BrokerTopology, window: Int, _ logger: Logger
    ) {
        self.mailbox = mailbox
        self.health = health
        self.topology = topology
        self.window = window
        self.logger = logger
    }

    func opened(_ link: Link) throws(AMQPError) {
        blockedAt = nil
        try link.declare(topology)
        try link.enableConfirms()
    }

    func received(_ event: LinkEvent, _ link: Link) throws(AMQPError) {
        switch event {
        case .confirmed(let tag, let isMultiple):
            sent.answered(tag, isMultiple: isMultiple, .confirmed) { settle($0, $1) }
        case .refused(let tag, let isMultiple):
            sent.answered(tag, isMultiple: isMultiple, .refused) { settle($0, $1) }
        case .returned(let code, let text, _, _, let properties):
            sent.returned(.returned(code: code, text: text)) { slot in
                slot.open.job.messages[slot.index].properties.messageID == properties.messageID
            }
        case .blocked(let reason):
            blockedAt = .now
            health.blocked(reason)
            logger.warning("the broker takes no messages", metadata: ["reason": "\(reason)"])
        case .unblocked:
            blockedAt = nil
            health.blocked(nil)
        default: break
        }
    }

    func proceed(_ link: Link) throws(AMQPError) -> Progress {
        collect()
        giveUpExpired()
        if let deadline = closingDeadline {
            if isIdle && blockedAt == nil { return .finished }
            if isIdle || .now >= deadline { return .abandoned }
        }
        guard blockedAt == nil, !unsent.isEmpty, sent.count < window else { return .wait(until: nextExpiry) }
        link.cork(true)
        defer { link.cork(false) }
        while sent.count < window, let slot = unsent.first {
            guard link.isWritable() else { return .waitForRoom(until: nextExpiry) }
            let message = slot.open.job.messages[slot.index]
            unsent.removeFirst()
            guard message.fits else {
                settle(slot, .unfit)
                continue
            }
            sent.append(slot)
            try link.publish(message)
        }
        return .wait(until: nextExpiry)
    }

    func lost(_ error: AMQPError) -> Progress {
        blockedAt = nil
        for slot in sent.reset().reversed() where !slot.open.isAbandoned {
            if error.forbids(slot.open.job.messages[slot.index]) {
                settle(slot, .refused)
            } else {
                unsent.prepend(slot)
            }
        }
        return waitWithoutConnection()
    }

    func waitWithoutConnection() -> Progress {
        collect()
        giveUpExpired()
        let isOver = mailbox.closingDeadline.map { isIdle || .now >= $0 } ?? false
        return isOver ? .finished : .wait(until: nextExpiry)
    }

    func ended(_ error: AMQPError) {
        collect()
        let open = sent.reset() + unsent
        unsent.removeAll()
        for slot in open { abandon(slot.open, error) }
        for job in mailbox.end() { job.answer(.failure(error)) }
    }

    /// When the next caller gives up waiting, or closing does; a caller's patience is not to be stretched by our sleep.
    private var nextExpiry: ContinuousClock.Instant? {
        (expiring.compactMap(\.job.expiry) + [closingDeadline].compactMap(\.self)).min()
    }

    /// Until when closing waits; a broker that is blocked confirms nothing more, however long it has.
    private var closingDeadline: ContinuousClock.Instant? {
        mailbox.closingDeadline.map { deadline in
            blockedAt.map { min(deadline, $0 + Self.lastConfirms) } ?? deadline
        }
    }

    private var isIdle: Bool { unsent.isEmpty && sent.count == 0 }

    private func collect() {
        for job in mailbox.take() {
            let open = Open(job)
            if job.expiry != nil { expiring.append(open) }
            for index in job.messages.indices { unsent.append((open, index)) }
        }
    }

    private func settle(_ slot: Slot, _ outcome: PublishOutcome) {
        let open = slot.open
        open.outcomes[slot.index] = outcome
        open.unanswered -= 1
        guard open.unanswered == 0, !open.isAbandoned else { return }
        mailbox.settled(open.outcomes.count)
        open.job.answer(.success(open.outcomes))
    }

    private func giveUpExpired() {
        guard !expiring.isEmpty else { return }
        let now = ContinuousClock.now
        let late = expiring.filter { $0.unanswered > 0 && $0.job.expiry.map { $0 <= now } ?? false }
        expiring.removeAll { $0.unanswered == 0 || $0.job.expiry.map { $0 <= now } ?? true }
        guard !late.isEmpty else { return }
        for open in late { abandon(open, AMQPError(.timedOut, "the broker has not confirmed in time")) }
        unsent.removeAll { $0.open.isAbandoned }
    }

    private func abandon(_ open: Open, _ error: AMQPError) {
        guard !open.isAbandoned, open.unanswered > 0 else { return }
        open.isAbandoned = true
        mailbox.settled(open.outcomes.count)
        open.job.answer(.failure(error))
    }
}
