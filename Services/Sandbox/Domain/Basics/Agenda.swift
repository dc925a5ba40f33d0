import HeapModule

/// What will happen in the world and when: a queue ordered by time, then by the order of booking.
struct Agenda: Sendable {
    typealias Act = @Sendable (inout World) -> Void

    private struct Entry: Comparable, Sendable {
        var due: Moment
        let number: Int
        /// True for waits of the world, which a change of pace stretches; false for protocol times such as token ends.
        let isScaled: Bool
        let act: Act

        static func < (left: Entry, right: Entry) -> Bool {
            (left.due, left.number) < (right.due, right.number)
        }

        static func == (left: Entry, right: Entry) -> Bool {
            left.number == right.number
        }
    }

    private var entries = Heap<Entry>()
    private var booked = 0

    /// When the next act is due, if any.
    var next: Moment? { entries.min?.due }

    /// How many acts are booked.
    var count: Int { entries.count }

    mutating func book(at due: Moment, isScaled: Bool, _ act: @escaping Act) {
        booked += 1
        entries.insert(Entry(due: due, number: booked, isScaled: isScaled, act: act))
    }

    /// Takes the next act that is due at `moment` or earlier.
    mutating func take(dueBy moment: Moment) -> (due: Moment, act: Act)? {
        guard let entry = entries.min, entry.due <= moment else { return nil }
        entries.removeMin()
        return (entry.due, entry.act)
    }

    /// Stretches or shrinks every scaled wait that is still open, as if the new pace had held from `now`.
    mutating func rescale(now: Moment, by factor: Double) {
        let moved = entries.unordered.map { entry in
            guard entry.isScaled, entry.due > now else { return entry }
            var entry = entry
            let wait = Double((entry.due - now).milliseconds) * factor
            entry.due = now + .milliseconds(Int(wait.rounded()))
            return entry
        }
        entries = Heap(moved)
    }
}
