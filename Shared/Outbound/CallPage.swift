import Foundation

/// The last hour of one endpoint: twelve slots of five minutes, the oldest written over.
struct CallPage: Sendable {
    private struct Slot {
        /// Five minutes since 1970; what lies in an older slot is past.
        var number = -1
        var calls = 0
        var failed = 0
        var throttled = 0
        /// Calls by the span that they fit into.
        var spans = [Int](repeating: 0, count: CallPage.bounds.count + 1)
    }

    private static let slots = 12
    private static let slotSeconds = 300.0
    /// Upper bounds in milliseconds; what takes longer than the last counts as a minute.
    private static let bounds = [25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 20_000, 30_000]
    private static let longest = Duration.seconds(60)

    private var slots = [Slot](repeating: Slot(), count: CallPage.slots)
    var notice: EndNotice?
    var noticedAt: Date?

    mutating func note(isFailed: Bool, isThrottled: Bool, _ time: Duration, _ now: Date) {
        let number = Self.number(now)
        let place = number % Self.slots
        if slots[place].number != number { slots[place] = Slot(number: number) }
        slots[place].calls += 1
        if isFailed { slots[place].failed += 1 }
        if isThrottled { slots[place].throttled += 1 }
        let span = Self.bounds.firstIndex { time <= .milliseconds($0) } ?? Self.bounds.count
        slots[place].spans[span] += 1
    }

    func figures(_ now: Date) -> CallBook.Figures {
        let newest = Self.number(now)
        let current = slots.filter { $0.number > newest - Self.slots && $0.number <= newest }
        var figures = CallBook.Figures()
        figures.calls = current.reduce(0) { $0 + $1.calls }
        figures.failed = current.reduce(0) { $0 + $1.failed }
        figures.throttled = current.reduce(0) { $0 + $1.throttled }
        figures.slowest95 = Self.slowest95(current.map(\.spans), of: figures.calls)
        (figures.notice, figures.noticedAt) = (notice, noticedAt)
        return figures
    }

    /// The bound of the first span by which 95 of 100 calls were through.
    private static func slowest95(_ slots: [[Int]], of calls: Int) -> Duration? {
        guard calls > 0 else { return nil }
        var through = 0
        for span in 0...bounds.count {
            through += slots.reduce(0) { $0 + $1[span] }
            if through * 100 >= calls * 95 { return span < bounds.count ? .milliseconds(bounds[span]) : longest }
        }
        return longest
    }

    private static func number(_ now: Date) -> Int {
        max(0, Int(now.timeIntervalSince1970 / slotSeconds))
    }
}
