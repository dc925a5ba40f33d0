public import Logging
import Synchronization

/// Publishes messages and says what became of each: confirmed by the broker, returned by it, or refused.
///
/// Up to `window` messages are on their way at a time; a lost connection is dialled again and everything unanswered is
/// sent once more, so a message may arrive twice but is never forgotten. Consumers recognise repeats by message id.
public final class AMQPPublisher: Sendable {
    /// How the connection is doing.
    public let health = ConnectionHealth()
    private let mailbox: PublishMailbox
    private let thread: ConnectionThread

    /// Makes a publisher and starts dialling. The topology is declared on every new connection.
    public init(
        _ configuration: AMQPConfiguration, topology: BrokerTopology = BrokerTopology(), window: Int = 1000,
        capacity: Int = 50_000, logger: Logger
    ) throws(AMQPError) {
        let wakeup = try Wakeup()
        let mailbox = PublishMailbox(wakeup, capacity: capacity)
        self.mailbox = mailbox
        thread = ConnectionThread(configuration, health, wakeup, logger)
        let health = self.health
        thread.start { PublisherRole(mailbox, health, topology, window: window, logger) }
    }

    /// Publishes messages in order and returns when the broker has answered for each, in the same order.
    ///
    /// - Parameter deadline: How long the caller waits. After it the outcome is unknown: the message may still arrive.
    /// - Throws: ``AMQPError`` with code `timedOut`, `full` (nothing of this call was taken) or `closed`.
    public func publish(_ messages: [Publication], deadline: Duration? = nil) async throws(AMQPError)
        -> [PublishOutcome]
    {
        guard !messages.isEmpty else { return [] }
        let result: Result<[PublishOutcome], AMQPError> = await withCheckedContinuation { continuation in
            publish(messages, deadline: deadline) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }

    /// The same without waiting: `answer` is called once, on the connection's thread, and must be quick.
    public func publish(
        _ messages: [Publication], deadline: Duration? = nil,
        answer: @escaping @Sendable (Result<[PublishOutcome], AMQPError>) -> Void
    ) {
        guard !messages.isEmpty else { return answer(.success([])) }
        let expiry = deadline.map { ContinuousClock.now + $0 }
        mailbox.put(PublishJob(messages: messages, expiry: expiry, answer: answer))
    }

    /// Waits until everything that was taken is answered, then says goodbye. Later publications fail with `closed`.
    ///
    /// - Parameter deadline: After it what is unanswered fails with `closed`; where the broker is blocked, as soon as
    ///   it has been so for a second.
    public func close(within deadline: Duration = .seconds(10)) async {
        await withCheckedContinuation { continuation in
            mailbox.close(at: .now + deadline) { continuation.resume() }
        }
    }
}

/// Messages of one call, and whom to tell.
struct PublishJob: Sendable {
    let messages: [Publication]
    let expiry: ContinuousClock.Instant?
    let answer: @Sendable (Result<[PublishOutcome], AMQPError>) -> Void
}

/// What callers have left for the publisher's thread.
final class PublishMailbox: Sendable {
    struct Closing: Sendable {
        let deadline: ContinuousClock.Instant
        let done: @Sendable () -> Void
    }

    private struct State {
        var jobs: [PublishJob] = []
        var closing: [Closing] = []
        var waiting = 0
        var isEnded = false
    }

    private let state = Mutex(State())
    private let wakeup: Wakeup
    private let capacity: Int

    init(_ wakeup: Wakeup, capacity: Int) {
        self.wakeup = wakeup
        self.capacity = capacity
    }

    func put(_ job: PublishJob) {
        let refusal: AMQPError? = state.withLock { state in
            if state.isEnded || !state.closing.isEmpty { return AMQPError(.closed, "the publisher is closing") }
            if state.waiting + job.messages.count > capacity && state.waiting > 0 {
                return AMQPError(.full, "\(state.waiting) messages are waiting to be published")
            }
            state.jobs.append(job)
            state.waiting += job.messages.count
            return nil
        }
        if let refusal { job.answer(.failure(refusal)) } else { wakeup.signal() }
    }

    func close(at deadline: ContinuousClock.Instant, _ done: @escaping @Sendable () -> Void) {
        let isEnded = state.withLock { state in
            if !state.isEnded { state.closing.append(Closing(deadline: deadline, done: done)) }
            return state.isEnded
        }
        if isEnded { done() } else { wakeup.signal() }
    }

    /// Everything new since the last call.
    func take() -> [PublishJob] {
        state.withLock { state in
            defer { state.jobs.removeAll() }
            return state.jobs
        }
    }

    /// A job has been answered.
    func settled(_ count: Int) {
        state.withLock { $0.waiting -= count }
    }

    /// The earliest moment at which a caller of ``close(at:_:)`` stops waiting; nil while nobody closes.
    var closingDeadline: ContinuousClock.Instant? {
        state.withLock { $0.closing.map(\.deadline).min() }
    }

    /// The thread is over: whoever closes has waited long enough, and nobody may leave more.
    func end() -> [PublishJob] {
        let (jobs, closing) = state.withLock { state in
            state.isEnded = true
            defer {
                state.jobs.removeAll()
                state.closing.removeAll()
            }
            return (state.jobs, state.closing)
        }
        for entry in closing { entry.done() }
        return jobs
    }
}
