import CoreMetrics
import Foundation
public import Logging
public import Outbound
public import ServiceLifecycle
import Synchronization

/// Sends spans to a collector as OTLP/HTTP with JSON, in batches, beside whatever the service does: it waits for
/// nobody, and nobody waits for it. A collector that is away costs spans, which are counted, and nothing else.
///
/// List it before the parts whose spans it sends, so that it ends after them; then it has ``Pace/farewell`` for what is
/// left.
public final class OTLPExporter: Service {
    /// How much and how often.
    public struct Pace: Sendable {
        /// Most spans of one request.
        public var batch = 512
        /// How long a span waits at most before it is on its way.
        public var interval = Duration.seconds(1)
        /// How long a request may take.
        public var deadline = Duration.seconds(5)
        /// How often a batch is tried.
        public var attempts = 5
        /// The pause after the first try that failed; it doubles up to ``longestPause``.
        public var firstPause = Duration.seconds(1)
        /// The longest pause between tries, also when the collector asks for more.
        public var longestPause = Duration.seconds(30)
        /// How long the end may take.
        public var farewell = Duration.seconds(3)

        /// A service's pace.
        public init() {}
    }

    private let endpoint: OTLPEndpoint
    private let origin: TraceOrigin
    private let queue: SpanQueue
    private let http: HTTPClient
    private let pace: Pace
    private let logger: Logger
    private let exported = Counter(label: "shop.traces.exported")
    private let isEnding = Atomic<Bool>(false)
    private let isLost = Atomic<Bool>(false)
    /// How often is looked whether a batch is full or the service ends.
    private static let tick = Duration.milliseconds(100)

    /// Nothing is sent before ``run()``.
    public init(
        _ queue: SpanQueue, to endpoint: OTLPEndpoint, as origin: TraceOrigin, http: HTTPClient, pace: Pace = Pace(),
        logger: Logger
    ) {
        self.queue = queue
        self.endpoint = endpoint
        self.origin = origin
        self.http = http
        self.pace = pace
        self.logger = logger
    }

    /// Sends until the service is told to shut down, then what is left.
    public func run() async throws {
        await withGracefulShutdownHandler {
            while !isOver {
                await pause(pace.interval) { self.queue.count >= self.pace.batch }
                if !isOver { await sendAll(until: nil) }
            }
        } onGracefulShutdown: {
            self.isEnding.store(true, ordering: .relaxed)
        }
        if !Task.isCancelled { await sendAll(until: .now + pace.farewell) }
        drop(queue.first(.max), "shutdown")
        await http.close()
    }

    private var isOver: Bool { isEnding.load(ordering: .relaxed) || Task.isCancelled }

    /// Waits, but not when something has happened or the service ends.
    private func pause(_ time: Duration, unless hasHappened: () -> Bool = { false }) async {
        let end = ContinuousClock.now + time
        while ContinuousClock.now < end, !isOver, !hasHappened() {
            try? await Task.sleep(for: min(Self.tick, end - .now))
        }
    }

    /// - Parameter end: When the service must have ended; nil: not in sight.
    private func sendAll(until end: ContinuousClock.Instant?) async {
        while queue.count > 0, end.map({ .now < $0 }) ?? !isOver {
            await send(queue.first(pace.batch), end)
        }
    }

    // MARK: One batch

    private func send(_ spans: [SpanRecord], _ end: ContinuousClock.Instant?) async {
        guard let body = try? Self.encoder().encode(OTLPRequest(spans, of: origin)) else {
            return drop(spans, "not encodable")
        }
        let request = endpoint.request(Array(body))
        var wait = pace.firstPause
        for attempt in 1...pace.attempts {
            switch await answer(to: request, end) {
            case .taken(let rejected, let reason): return taken(spans.count, rejected, reason)
            case .refused(let status): return lost(spans, "refused", "status \(status)")
            case .again(let asked):
                // At the end there is time for one try.
                guard attempt < pace.attempts, end == nil, !isOver else {
                    return lost(spans, "not taken", "out of tries")
                }
                await pause(min(asked ?? wait, pace.longestPause))
                wait = min(wait * 2, pace.longestPause)
            }
        }
    }

    private func answer(to request: HTTPRequest, _ end: ContinuousClock.Instant?) async -> OTLPAnswer {
        let rest = end.map { max(.milliseconds(1), $0 - .now) } ?? pace.deadline
        do {
            return OTLPAnswer(try await http.send(request, deadline: min(rest, pace.deadline)), now: Date())
        } catch {
            logger.debug("spans could not be sent", metadata: ["error": "\(error)"])
            return error.kind == .invalidRequest ? .refused(status: 0) : .again(after: nil)
        }
    }

    private func taken(_ count: Int, _ rejected: Int, _ reason: String) {
        exported.increment(by: max(0, count - rejected))
        if isLost.exchange(false, ordering: .relaxed) { logger.notice("spans are exported again") }
        guard rejected > 0 else { return }
        SpanQueue.droppedCounter(reason: "rejected").increment(by: rejected)
        logger.warning(
            "a collector took a part of the spans only",
            metadata: ["count": "\(rejected)", "reason": "\(reason.prefix(200))"])
    }

    /// Says so once, until it goes well again.
    private func lost(_ spans: [SpanRecord], _ reason: String, _ detail: String) {
        drop(spans, reason)
        guard !isLost.exchange(true, ordering: .relaxed) else { return }
        logger.warning(
            "spans could not be exported; they are dropped until a collector takes them",
            metadata: ["reason": "\(reason)", "error": "\(detail)"])
    }

    private func drop(_ spans: [SpanRecord], _ reason: String) {
        if !spans.isEmpty { SpanQueue.droppedCounter(reason: reason).increment(by: spans.count) }
    }

    private static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
