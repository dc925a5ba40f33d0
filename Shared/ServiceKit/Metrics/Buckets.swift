/// Upper bounds of a histogram's buckets, in ascending order; the bucket without a bound is added by itself.
public struct Buckets: Sendable, Hashable {
    /// The bounds, each of which belongs to its bucket.
    public let bounds: [Double]

    /// Takes bounds in any order.
    public init(_ bounds: [Double]) {
        self.bounds = Set(bounds.filter(\.isFinite)).sorted()
    }

    /// For durations in seconds: those that OpenTelemetry's messaging and HTTP conventions advise.
    public static let seconds = Buckets([0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10])

    /// For waits in seconds, from milliseconds to a day.
    public static let longSeconds = Buckets([
        0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14_400, 86_400,
    ])

    /// For counts: messages in a batch, rows in an answer.
    public static let counts = Buckets([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000])

    /// For bytes: powers of four from 64 to 16 MiB.
    public static let bytes = Buckets((3...12).map { Double(1 << (2 * $0)) })
}
