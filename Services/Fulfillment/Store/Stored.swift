import Contracts
import Foundation

extension Instant {
    /// The time of a date, to the nearest millisecond: a `Date` is binary, and cutting would lose one.
    init(stored date: Date) {
        self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }
}
