import Synchronization
public import Tracing

/// A span under way. One that is not recorded costs its context alone.
public struct TraceSpan: Tracing.Span {
    /// What is inside of it finds it here.
    public let context: InstrumentationContext
    private let recording: Recording?

    init(_ context: InstrumentationContext, _ recording: Recording?) {
        self.context = context
        self.recording = recording
    }

    /// Whether anybody will hear of it.
    public var isRecording: Bool { recording?.isOpen ?? false }

    /// What it is, from a closed list.
    public var operationName: String {
        get { recording?.read(\.name) ?? "" }
        nonmutating set { recording?.change { $0.name = newValue } }
    }

    /// What is known of it.
    public var attributes: SpanAttributes {
        get { recording?.read(\.attributes) ?? [:] }
        nonmutating set { recording?.set(newValue) }
    }

    /// How it ended.
    public func setStatus(_ status: SpanStatus) { recording?.change { $0.status = status } }

    /// Something happened.
    public func addEvent(_ event: SpanEvent) { recording?.add(event) }

    /// Something went wrong: its type alone is kept, since what an error says may quote what nobody may read here.
    public func recordError<Instant: TracerInstant>(
        _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
    ) {
        guard let recording else { return }
        var all = attributes
        all["exception.type"] = String(describing: type(of: error))
        recording.add(SpanEvent(name: "exception", at: instant(), attributes: all))
    }

    /// It has to do with another span.
    public func addLink(_ link: SpanLink) {
        if let other = link.context.spanContext { recording?.add(other) }
    }

    /// It is over; said twice, the first time counts.
    public func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        recording?.end(at: instant().nanosecondsSinceEpoch)
    }
}

/// What is known of a span so far.
final class Recording: Sendable {
    private struct State {
        var record: SpanRecord
        var isOpen = true
    }

    private let state: Mutex<State>
    private let sink: any SpanSink

    init(_ record: SpanRecord, _ sink: any SpanSink) {
        state = Mutex(State(record: record))
        self.sink = sink
    }

    var isOpen: Bool { state.withLock { $0.isOpen } }

    func read<Value: Sendable>(_ path: KeyPath<SpanRecord, Value>) -> Value {
        let record = state.withLock { $0.record }
        return record[keyPath: path]
    }

    func change(_ body: (inout SpanRecord) -> Void) {
        state.withLock { if $0.isOpen { body(&$0.record) } }
    }

    func set(_ attributes: SpanAttributes) {
        change { record in
            guard attributes.count > SpanRecord.Most.attributes else { return record.attributes = attributes }
            record.dropped.attributes = attributes.count - SpanRecord.Most.attributes
            record.attributes = attributes.first(SpanRecord.Most.attributes)
        }
    }

    func add(_ event: SpanEvent) {
        change { record in
            if record.events.count < SpanRecord.Most.events {
                record.events.append(event)
            } else {
                record.dropped.events += 1
            }
        }
    }

    func add(_ link: SpanContext) {
        change { record in
            if record.links.count < SpanRecord.Most.links {
                record.links.append(link)
            } else {
                record.dropped.links += 1
            }
        }
    }

    func end(at nanoseconds: UInt64) {
        let record: SpanRecord? = state.withLock { state in
            guard state.isOpen else { return nil }
            state.isOpen = false
            // A clock that was set back must not make a span end before it began.
            state.record.end = max(nanoseconds, state.record.start)
            return state.record
        }
        if let record { sink.take(record) }
    }
}

extension SpanAttributes {
    /// So many of them, by their names.
    fileprivate func first(_ count: Int) -> SpanAttributes {
        var all: [(String, SpanAttribute)] = []
        forEach { all.append(($0, $1)) }
        let kept = all.sorted { $0.0 < $1.0 }.prefix(count)
        return SpanAttributes(Dictionary(kept.map { ($0.0, $0.1) }) { first, _ in first })
    }
}
