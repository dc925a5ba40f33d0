public import CoreMetrics
import Synchronization

/// Keeps the metrics of a process and writes them in Prometheus' text format 0.0.4.
///
/// Names and series are bounded. What goes above a limit is still added up, in one series with the label
/// `otel_metric_overflow`, and counted in `metrics_overflow_total`, so that a label that should never have been one
/// (an order's id, say) is seen and harms nothing.
public final class PrometheusRegistry: Sendable {
    /// How much a registry keeps.
    public struct Limits: Sendable {
        /// Most series of one name.
        public var seriesPerName = 500
        /// Most names.
        public var names = 1000

        /// The limits of a service.
        public init() {}
    }

    private let store: Mutex<SeriesStore>

    /// An empty registry.
    public init(limits: Limits = Limits()) {
        store = Mutex(SeriesStore(limits: limits))
    }

    /// Says what a metric means, and for a histogram where its buckets end; before its first use.
    ///
    /// - Parameter label: the name that swift-metrics is given, such as `messaging.process.duration`.
    public func describe(_ label: String, _ help: String, buckets: Buckets? = nil) {
        store.withLock { $0.descriptions[label] = .init(help: help, buckets: buckets) }
    }

    /// All metrics in text format 0.0.4, names in alphabetical order.
    public func exposition() -> String {
        let families = store.withLock { $0.families.values.sorted { $0.name < $1.name } }
        var text = ""
        for family in families { family.render(into: &text) }
        return text
    }

    private func series<Kept: Series>(
        _ label: String, suffix: String = "", _ dimensions: [(String, String)], kind: Family.Kind,
        make: (Buckets?) -> Kept
    ) -> Kept {
        let request = SeriesStore.Request(label: label, suffix: suffix, dimensions: dimensions, kind: kind)
        return store.withLock { $0.series(request, make: make) }
    }

    private func remove(_ series: AnyObject) {
        store.withLock { $0.remove(series) }
    }
}

extension PrometheusRegistry: MetricsFactory {
    /// A counter; its name ends in `_total`.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, suffix: "_total", dimensions, kind: .counter) { _ in CounterSeries() }
    }

    /// A counter of fractions; its name ends in `_total`.
    public func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(label, suffix: "_total", dimensions, kind: .counter) { _ in CounterSeries() }
    }

    /// A gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, kind: .gauge) { _ in GaugeSeries() }
    }

    /// A histogram when it aggregates, with ``Buckets/counts`` unless described otherwise; a gauge when it does not.
    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        guard aggregate else { return series(label, dimensions, kind: .gauge) { _ in GaugeSeries() } }
        return series(label, dimensions, kind: .histogram) { HistogramSeries($0 ?? .counts) }
    }

    /// A histogram of seconds, with ``Buckets/seconds`` unless described otherwise; its name ends in `_seconds`.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, suffix: "_seconds", dimensions, kind: .histogram) { HistogramSeries($0 ?? .seconds) }
    }

    /// Forgets a counter.
    public func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
    /// Forgets a counter of fractions.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }
    /// Forgets a gauge.
    public func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
    /// Forgets a recorder.
    public func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
    /// Forgets a timer.
    public func destroyTimer(_ handler: any TimerHandler) { remove(handler) }
}
