import Foundation

/// Where the present comes from; tests bring one that they move themselves.
protocol WallClock: Sendable {
    var now: Moment { get }
}

/// The machine's clock.
struct SystemClock: WallClock {
    var now: Moment {
        Moment(milliseconds: Int((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
}
