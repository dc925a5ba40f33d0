import Synchronization

/// What a test has seen, noted from any task or thread in the order of its coming.
public final class Notes<Note: Sendable>: Sendable {
    private let notes = Mutex<[Note]>([])

    /// Begins with nothing, or with what is given.
    public init(_ notes: [Note] = []) {
        self.notes.withLock { $0 = notes }
    }

    /// Everything so far.
    public var all: [Note] { notes.withLock { $0 } }

    /// How many there are.
    public var count: Int { notes.withLock { $0.count } }

    /// The newest; nil when there is none.
    public var last: Note? { notes.withLock { $0.last } }

    /// Adds one, and says how many there are now.
    @discardableResult
    public func add(_ note: Note) -> Int {
        notes.withLock { notes in
            notes.append(note)
            return notes.count
        }
    }
}
