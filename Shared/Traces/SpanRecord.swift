public import Tracing

/// A span that has ended, ready to be told.
public struct SpanRecord: Sendable {
    /// What it was, from a closed list.
    public var name: String
    /// Which part it had in a call or a message.
    public let kind: SpanKind
    /// Itself.
    public let context: SpanContext
    /// What it was part of; nil: the trace began here.
    public let parent: SpanContext?
    /// Nanoseconds since 1970.
    public let start: UInt64
    /// Nanoseconds since 1970, never before the start.
    public internal(set) var end: UInt64
    /// What is known of it.
    public internal(set) var attributes = SpanAttributes()
    /// What happened meanwhile.
    public internal(set) var events: [SpanEvent] = []
    /// Spans of other traces, or others of this one, that it has to do with.
    public internal(set) var links: [SpanContext] = []
    /// How it ended; nil: nobody said.
    public internal(set) var status: SpanStatus?
    /// What was left out, as there was too much of it.
    public internal(set) var dropped = Dropped()

    /// How many of each were left out.
    public struct Dropped: Sendable, Hashable {
        /// Attributes of the span.
        public internal(set) var attributes = 0
        /// Events.
        public internal(set) var events = 0
        /// Links.
        public internal(set) var links = 0
    }

    /// What one span may hold at most.
    enum Most {
        static let attributes = 32
        static let events = 8
        static let links = 64
    }
}

/// Where spans go when they have ended.
public protocol SpanSink: Sendable {
    /// Takes a span; must not wait.
    func take(_ span: SpanRecord)
}
