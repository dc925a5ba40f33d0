/// When a webhook that was not accepted is sent again, in the world's time, and which answers accept it.
struct RetrySchedule: Sendable {
    /// The waits after the first, second, … failure; after the last one it is dropped for good.
    let waits: [Duration]
    let accepts: @Sendable (Int) -> Bool
    /// Answers that are not worth another attempt.
    let isFinal: @Sendable (Int) -> Bool

    /// How long an endpoint may take, in wall-clock time.
    static let timeout = Duration.seconds(3)

    /// Four retries, each after the previous failure; only 200 counts.
    static let tiktok = RetrySchedule(
        waits: [.minutes(2), .minutes(30), .hours(3), .hours(12)], accepts: { $0 == 200 }, isFinal: { _ in false })

    /// Two retries, on 408, 429 and 5xx alone; their times are not published, so these are ours.
    static let shippo = RetrySchedule(
        waits: [.minutes(1), .minutes(10)], accepts: { (200..<300).contains($0) },
        isFinal: { $0 != 408 && $0 != 429 && $0 < 500 })
}
