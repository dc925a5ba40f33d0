/// What stands in examples wherever a value of its kind is asked for.
enum Examples {
    /// An id of ours.
    static let id = "019b76da-a800-7000-8000-00000000002a"
    /// A point in time.
    static let time = "2026-01-31T12:00:00Z"
}
