import Synchronization

@testable import Sandbox

/// A clock that stands still until a test moves it.
final class ManualClock: WallClock {
    /// 2026-01-01T00:00:00Z
    static let start = Moment(seconds: 1_767_225_600)

    private let moment = Mutex(start)

    var now: Moment { moment.withLock { $0 } }

    func move(_ span: Duration) {
        moment.withLock { $0 = $0 + span }
    }
}
