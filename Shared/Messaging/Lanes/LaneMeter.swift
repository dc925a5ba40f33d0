import AMQP
import Contracts
import CoreMetrics
import Foundation
import Metrics

/// What a lane measures, under OpenTelemetry's names.
struct LaneMeter {
    private let duration: Metrics.Timer
    private let critical: Metrics.Timer
    private let messages: Counter
    private let batches: Recorder
    private let repeats: Counter
    private let deferrals: Counter
    private let dimensions: [(String, String)]
    /// Transactions that were repeated after a deadlock or a serialisation failure.
    let conflicts: Counter
    /// The same for operators who ask.
    let book = LaneBook()

    init(lane: String) {
        dimensions = [("messaging.destination.name", lane)]
        duration = Metrics.Timer(label: "messaging.process.duration", dimensions: dimensions)
        critical = Metrics.Timer(label: "shop.messaging.critical_time", dimensions: dimensions)
        messages = Counter(label: "messaging.client.consumed.messages", dimensions: dimensions)
        batches = Recorder(label: "messaging.batch.message_count", dimensions: dimensions)
        repeats = Counter(label: "shop.messaging.repeats", dimensions: dimensions)
        deferrals = Counter(label: "shop.messaging.deferrals", dimensions: dimensions)
        conflicts = Counter(label: "shop.messaging.conflicts", dimensions: dimensions)
    }

    /// What was decided of messages, once that is committed. Causes are constant sentences, so each can be a series.
    func decided(_ verdicts: [Verdict]) {
        for verdict in verdicts {
            switch verdict {
            case .done: continue
            case .repeated: repeats.increment()
            case .deferred: deferrals.increment()
            case .failed(let cause, _):
                Counter(label: "shop.messaging.failures", dimensions: dimensions + [("cause", cause)]).increment()
            }
        }
    }

    /// A batch was committed. Critical time is measured on its oldest message: from its making to now.
    func settled(_ arrivals: [Arrival], in time: Duration) {
        messages.increment(by: arrivals.count)
        batches.record(arrivals.count)
        duration.recordNanoseconds(Int64(time / .nanoseconds(1)))
        let age = Self.age(of: arrivals.map(\.metadata), at: Date())
        book.settled(arrivals.count, age: age)
        if let age { critical.recordNanoseconds(Int64(age * 1_000_000_000)) }
    }

    /// How long ago the oldest of some messages was made, in seconds; nil when none tells. Queues keep no order between
    /// producers, and what was put off comes behind what is new.
    static func age(of messages: [Metadata], at now: Date) -> Double? {
        messages.compactMap(\.madeAt).min().map { max(0, now.timeIntervalSince($0)) }
    }
}
