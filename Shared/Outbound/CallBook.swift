public import Foundation
import Metrics
import Synchronization

/// How calls of partners went in the last hour, by endpoint, and what answers said of an endpoint's end; in the memory
/// of one process. ``CallMeter`` writes it beside the metrics, which know all processes and a longer past.
public final class CallBook: Sendable {
    /// How an endpoint was called.
    public struct Figures: Sendable, Hashable {
        /// Calls that were not cancelled by us.
        public internal(set) var calls = 0
        /// Those without an answer, or with none that makes sense: the partner's trouble. A refusal is an answer.
        public internal(set) var failed = 0
        /// Those that were too many.
        public internal(set) var throttled = 0
        /// 95 of 100 calls took no longer than this, rounded up to one of a dozen spans; nil without calls.
        public internal(set) var slowest95: Duration?
        /// What its answers said of its end.
        public internal(set) var notice: EndNotice?
        /// When they said so last.
        public internal(set) var noticedAt: Date?
    }

    /// Of this process.
    public static let shared = CallBook()

    private struct Name: Hashable {
        let partner: String
        let endpoint: String
    }

    private let pages = Mutex<[Name: CallPage]>([:])
    /// Endpoints come from closed lists; a mistake in one must not fill the memory.
    private static let mostPages = 500

    /// The words of outcomes (``CallMeter``) that are the partner's trouble. A version that is no longer served ends as
    /// `configuration`.
    private static let failures: Set = [
        "unreachable", "outcomeUnknown", "malformedAnswer", "transient", "configuration",
    ]
    private static let throttles: Set = ["throttled", "dailyQuota"]

    /// An empty book.
    public init() {}

    /// A call has ended so.
    public func note(_ partner: String, _ endpoint: String, _ outcome: String, _ time: Duration, at now: Date = Date())
    {
        guard outcome != "cancelled" else { return }
        change(partner, endpoint) { page in
            page.note(
                isFailed: Self.failures.contains(outcome), isThrottled: Self.throttles.contains(outcome), time, now)
        }
    }

    /// Keeps what an answer's fields say of the endpoint's end, if they say anything.
    public func hear(_ headers: HTTPHeaders, _ partner: String, _ endpoint: String, at now: Date = Date()) {
        guard let notice = EndNotice(headers) else { return }
        change(partner, endpoint) { page in
            page.notice = notice
            page.noticedAt = now
        }
        Gauge(label: "shop.partner.deprecated", dimensions: [("partner", partner), ("endpoint", endpoint)]).record(1)
    }

    /// How an endpoint was called in the last hour.
    public func figures(_ partner: String, _ endpoint: String, at now: Date = Date()) -> Figures {
        pages.withLock { $0[Name(partner: partner, endpoint: endpoint)]?.figures(now) ?? Figures() }
    }

    private func change(_ partner: String, _ endpoint: String, _ change: (inout CallPage) -> Void) {
        let name = Name(partner: partner, endpoint: endpoint)
        pages.withLock { pages in
            guard pages[name] != nil || pages.count < Self.mostPages else { return }
            change(&pages[name, default: CallPage()])
        }
    }
}
