import Messaging

/// How a command of another service ends that cannot be carried out: with its refusal. Whoever gave it waits for an
/// answer and looks at nothing else, so a piece of work that merely fails would leave it waiting for ever. While the
/// channel itself does not answer there is no end: the command is carried out once it does.
struct CommandEnd: Sendable {
    /// After so many attempts it is given up.
    static let attempts = 20
    /// How often the work queue may give it to a worker: once more, to one who only answers, since a worker that dies
    /// in the last attempt says nothing.
    static let leases = attempts + 1

    /// The refusal, from a constant word to act on and a sentence.
    let refuse: @Sendable (_ reason: String, _ detail: String) -> WorkResult

    /// The refusal of what the worker before has left in its last attempt; nil while it may still be tried.
    func left<Payload>(_ job: Job<Payload>) -> WorkResult? {
        guard job.item.attempt > Self.attempts else { return nil }
        return refuse("givenUp", "it was tried \(Self.attempts) times; the last time its worker was stopped")
    }

    /// The refusal after an error of the last attempt; nil while another one may follow.
    func after<Payload>(_ error: any Error, _ job: Job<Payload>) -> WorkResult? {
        guard job.item.attempt >= Self.attempts, Self.isCounted(error) else { return nil }
        // Cancelled before its deadline: the service ends, and the attempt is given back.
        if Task.isCancelled, ContinuousClock.now < job.deadline { return nil }
        let words = (error as? any PartnerTrouble).map { "\($0)" } ?? "it could not be prepared"
        return refuse("givenUp", "it was tried \(job.item.attempt) times; the last time: \(words)")
    }

    /// Whether the work queue counts it as an attempt that failed.
    private static func isCounted(_ error: any Error) -> Bool {
        if error is WorkError { return false }
        switch (error as? any PartnerTrouble)?.meaning {
        case .throttled, .outage: return false
        case .nonsense, .refusal, nil: return true
        }
    }
}
