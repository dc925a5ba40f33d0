import Synchronization

/// Lets one suspect of a process go on at a time, whatever lanes they come from: a process dies as a whole, so what
/// other lanes had noted by then would be blamed with the guilty one.
final class SuspectTurn: Sendable {
    /// After so long the next one goes on all the same: a message that can neither be handled nor filed holds up its
    /// own lane, and no other.
    private static let patience = Duration.seconds(30)
    private static let pause = Duration.milliseconds(20)
    private let isTaken = Atomic(false)

    /// Does something once no other suspect is being handled.
    func take<Value>(_ body: () async -> Value) async -> Value {
        let end = ContinuousClock.now + Self.patience
        while isTaken.exchange(true, ordering: .acquiringAndReleasing), .now < end, !Task.isCancelled {
            try? await Task.sleep(for: Self.pause)
        }
        defer { isTaken.store(false, ordering: .releasing) }
        return await body()
    }
}
