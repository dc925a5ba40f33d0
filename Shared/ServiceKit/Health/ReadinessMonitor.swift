public import CoreMetrics
internal import Metrics
public import ServiceLifecycle
import Synchronization

/// Asks every readiness check over and over and remembers the last answers.
///
/// Whoever wants to know reads the memory: it answers at once, however slow a check is and however many ask. A check
/// that hangs is seen by the age of its last answer, and is never asked twice at the same time.
public final class ReadinessMonitor: Service {
    private let checks: [ReadinessCheck]
    private let interval: Duration
    private let state: Mutex<State>
    private let metrics: any MetricsFactory

    private struct State {
        var answers: [String: Answer] = [:]
        var isStopping = false
    }

    private struct Answer {
        var asked: ContinuousClock.Instant
        var answered: ContinuousClock.Instant?
        var reason: String?
    }

    /// Watches checks.
    ///
    /// - Parameters:
    ///   - checks: what must be true.
    ///   - interval: the pause between an answer and the next question.
    ///   - metrics: where `service.ready` is written, 1 or 0 for each check.
    public init(
        _ checks: [ReadinessCheck], every interval: Duration = .seconds(1),
        metrics: any MetricsFactory = MetricsSystem.factory
    ) {
        self.checks = checks
        self.interval = interval
        self.metrics = metrics
        self.state = Mutex(State())
    }

    /// Asks until the service ends.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                for check in self.checks {
                    group.addTask { await self.watch(check) }
                }
            }
        }
    }

    /// From now on the service is not ready, whatever the checks say: it is about to end.
    func stop() {
        state.withLock { $0.isStopping = true }
    }

    /// What is known now.
    public func report() -> ReadinessReport {
        let now = ContinuousClock.now
        return state.withLock { state in
            ReadinessReport(
                isStopping: state.isStopping,
                checks: checks.map { Self.line(for: $0, state.answers[$0.name], now: now) })
        }
    }

    private func watch(_ check: ReadinessCheck) async {
        let gauge = Meter(label: "service.ready", dimensions: [("check", check.name)], factory: metrics)
        var pauses = Pauses(interval: interval)
        while !Task.isCancelled {
            state.withLock { state in
                let last = state.answers[check.name]
                state.answers[check.name] = Answer(asked: .now, answered: last?.answered, reason: last?.reason)
            }
            let reason = await Self.reason(check)
            state.withLock { state in
                state.answers[check.name]?.answered = .now
                state.answers[check.name]?.reason = reason
            }
            gauge.set(reason == nil ? 1 : 0)
            try? await Task.sleep(for: pauses.next(isReady: reason == nil))
        }
    }

    /// How long a check is left alone. Until it has said yes for the first time it is asked soon, then less and less
    /// often: a service that needs a tenth of a second to start should not be taken for one that needs a whole one.
    struct Pauses {
        let interval: Duration
        private var soon: Duration

        init(interval: Duration) {
            self.interval = interval
            soon = interval / 20
        }

        mutating func next(isReady: Bool) -> Duration {
            if isReady { soon = interval }
            defer { soon = min(interval, soon * 2) }
            return soon
        }
    }

    private static func reason(_ check: ReadinessCheck) async -> String? {
        do {
            try await check.ask()
            return nil
        } catch {
            return Redaction.standard.scrubbed(String("\(error)".prefix(300)))
        }
    }

    /// A question asked longer ago than the deadline and still open counts as a no.
    private static func line(
        for check: ReadinessCheck, _ answer: Answer?, now: ContinuousClock.Instant
    ) -> ReadinessReport.Line {
        guard let answer, let answered = answer.answered else {
            return .init(name: check.name, isReady: false, reason: "no answer yet")
        }
        if answered < answer.asked, now - answer.asked > check.deadline {
            return .init(name: check.name, isReady: false, reason: "no answer within \(check.deadline.settingText)")
        }
        return .init(name: check.name, isReady: answer.reason == nil, reason: answer.reason)
    }
}
