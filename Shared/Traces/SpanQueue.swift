public import CoreMetrics
import Synchronization

/// Spans that have ended and wait to be exported. Bounded: what does not fit is dropped and counted, since nothing that
/// is only looked at may hold up what is looked at.
public final class SpanQueue: SpanSink {
    private let spans = Mutex<[SpanRecord]>([])
    private let capacity: Int
    private let dropped: Counter

    /// - Parameter capacity: Spans that may wait.
    public init(capacity: Int = 4096, dropped: Counter = SpanQueue.droppedCounter(reason: "queue full")) {
        self.capacity = capacity
        self.dropped = dropped
    }

    /// Takes a span, or drops it.
    public func take(_ span: SpanRecord) {
        let isTaken = spans.withLock { spans in
            guard spans.count < capacity else { return false }
            spans.append(span)
            return true
        }
        if !isTaken { dropped.increment() }
    }

    /// How many wait.
    var count: Int { spans.withLock { $0.count } }

    /// Takes the oldest ones out.
    func first(_ limit: Int) -> [SpanRecord] {
        spans.withLock { spans in
            let first = Array(spans.prefix(limit))
            spans.removeFirst(first.count)
            return first
        }
    }

    /// Counts what is lost, by why.
    public static func droppedCounter(reason: String) -> Counter {
        Counter(label: "shop.traces.dropped", dimensions: [("reason", reason)])
    }
}
