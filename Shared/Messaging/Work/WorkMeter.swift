import CoreMetrics
import Metrics
import Synchronization

/// What workers measure.
final class WorkMeter: Sendable {
    /// The instruments of one kind.
    private struct Instruments: Sendable {
        let duration: Metrics.Timer
        let wait: Metrics.Timer
        let pieces: Recorder
    }

    private let kinds: [String: Instruments]
    /// What was shown of a kind before: when its last row is gone the figure must fall to zero, not stay.
    private let shown = Mutex<Set<Tally>>([])

    private struct Tally: Hashable {
        let kind: String
        let state: String
    }

    init(kinds: [KindRunner]) {
        self.kinds = Dictionary(
            kinds.map { kind in
                let dimensions = [("work.kind", kind.name)]
                return (
                    kind.name,
                    Instruments(
                        duration: Metrics.Timer(label: "shop.work.duration", dimensions: dimensions),
                        wait: Metrics.Timer(label: "shop.work.wait", dimensions: dimensions),
                        pieces: Recorder(label: "shop.work.bundle", dimensions: dimensions))
                )
            }, uniquingKeysWith: { first, _ in first })
    }

    /// A job was taken. Its wait is that of its most urgent piece, from when it was due.
    func taken(_ claim: Claim) {
        guard let instruments = kinds[claim.kind], let first = claim.rows.first else { return }
        instruments.wait.recordNanoseconds(Int64(max(.zero, first.waited) / .nanoseconds(1)))
        instruments.pieces.record(claim.rows.count)
    }

    /// A job has ended so.
    func settled(_ claim: Claim, _ outcome: String, in time: Duration) {
        kinds[claim.kind]?.duration.recordNanoseconds(Int64(time / .nanoseconds(1)))
        Counter(label: "shop.work.jobs", dimensions: [("work.kind", claim.kind), ("work.outcome", outcome)]).increment()
    }

    /// What became of the single pieces of a job: an end is well, or it waits for a person.
    func ended(_ kind: String, _ lines: [Settlement.Line]) {
        for (verdict, outcome) in [(Settlement.Line.Verdict.done, "done"), (.failed, "failed")] {
            let count = lines.count { $0.verdict == verdict }
            guard count > 0 else { continue }
            Counter(label: "shop.work.items", dimensions: [("work.kind", kind), ("work.outcome", outcome)])
                .increment(by: count)
        }
    }

    /// What the tables say.
    func observed(_ snapshot: WorkSnapshot) {
        for kind in snapshot.kinds { show(Tally(kind: kind.kind, state: kind.state), kind.count, kind.oldest) }
        let there = Set(snapshot.kinds.map { Tally(kind: $0.kind, state: $0.state) })
        let gone = shown.withLock { shown in
            defer { shown.formUnion(there) }
            return shown.subtracting(there)
        }
        for tally in gone { show(tally, 0, .zero) }
        for partner in snapshot.partners {
            let dimensions = [("work.app", partner.app), ("work.class", partner.endpoint)]
            Gauge(label: "shop.work.rate", dimensions: dimensions).record(partner.rate)
            Gauge(label: "shop.work.tokens", dimensions: dimensions).record(partner.tokens)
            Gauge(label: "shop.work.throttled", dimensions: dimensions).record(partner.throttled)
            Gauge(label: "shop.work.breakers_open", dimensions: dimensions).record(partner.broken)
        }
    }

    private func show(_ tally: Tally, _ count: Int, _ oldest: Duration) {
        let dimensions = [("work.kind", tally.kind), ("work.state", tally.state)]
        Gauge(label: "shop.work.open", dimensions: dimensions).record(count)
        Gauge(label: "shop.work.age_seconds", dimensions: dimensions).record(oldest / .seconds(1))
    }
}
