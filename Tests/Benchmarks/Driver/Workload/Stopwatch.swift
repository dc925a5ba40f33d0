import Foundation

/// The time at which an order was published travels with it and with all that follows from it.
enum Stopwatch {
    /// The header that carries it.
    static let header = "x-origin-us"
    /// Microseconds since 1970.
    static var now: Int64 { Int64(Date().timeIntervalSince1970 * 1_000_000) }
}
