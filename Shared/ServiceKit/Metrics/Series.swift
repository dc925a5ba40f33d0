internal import CoreMetrics
import Synchronization

/// One line, or for a histogram one block of lines, of the exposition.
protocol Series: AnyObject, Sendable {
    /// Adds the samples, each with its line end.
    func render(name: String, labels: LabelSet, into text: inout String)
}

/// A number that only grows; a reset is a restart for Prometheus.
final class CounterSeries: Series, CounterHandler, FloatingPointCounterHandler {
    private let value = Mutex<Double>(0)

    func increment(by amount: Int64) { increment(by: Double(amount)) }

    /// Negative and undefined amounts are ignored: a counter that falls would look like a restart.
    func increment(by amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        value.withLock { $0 += amount }
    }

    func reset() { value.withLock { $0 = 0 } }

    func render(name: String, labels: LabelSet, into text: inout String) {
        text += "\(name)\(labels.text()) \(value.withLock { $0 }.sample)\n"
    }
}

/// A number that goes up and down.
final class GaugeSeries: Series, MeterHandler, RecorderHandler {
    private let value = Mutex<Double>(0)

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }

    func render(name: String, labels: LabelSet, into text: inout String) {
        text += "\(name)\(labels.text()) \(value.withLock { $0 }.sample)\n"
    }
}

/// A distribution: how many values fell at or under each bound, their sum and their number.
final class HistogramSeries: Series, RecorderHandler, TimerHandler {
    private struct State {
        var counts: [UInt64]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    init(_ buckets: Buckets) {
        bounds = buckets.bounds
        state = Mutex(State(counts: Array(repeating: 0, count: buckets.bounds.count + 1)))
    }

    func record(_ value: Int64) { record(Double(value)) }

    /// Undefined values are ignored: one of them would spoil the sum for ever.
    func record(_ value: Double) {
        guard value.isFinite else { return }
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { state in
            state.counts[bucket] += 1
            state.sum += value
        }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func render(name: String, labels: LabelSet, into text: inout String) {
        let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
        var total: UInt64 = 0
        for (count, bound) in zip(counts, bounds + [.infinity]) {
            total += count
            let le = LabelSet.Pair(name: "le", value: bound.sample)
            text += "\(name)_bucket\(labels.text(adding: le)) \(total)\n"
        }
        text += "\(name)_sum\(labels.text()) \(sum.sample)\n\(name)_count\(labels.text()) \(total)\n"
    }
}

extension Double {
    /// A number as the text format writes it: whole numbers without a fraction, `+Inf`, `-Inf`, `NaN`.
    var sample: String {
        if isNaN { return "NaN" }
        if isInfinite { return self > 0 ? "+Inf" : "-Inf" }
        return abs(self) < 1e15 && self == rounded() ? String(Int64(self)) : String(self)
    }
}
