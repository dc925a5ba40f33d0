import Foundation
import Synchronization

/// A place in the code where a crash hurts most, named so that a test can have the process die exactly there.
///
/// Every build has them, since what is tested must be what runs. Nothing happens until ``arm(_:)``; unarmed, a pass
/// costs one relaxed load.
public enum CrashPoint: String, Sendable, CaseIterable {
    /// A batch is committed, the broker has not been told: the messages come again.
    case commitBeforeAck = "commit-before-ack"
    /// A partner has done what it was asked for, our books do not know: the effect must be found, not repeated.
    case effectBeforeRecord = "effect-before-record"
    /// The broker has confirmed messages, their outbox rows are still there: they are sent again.
    case publishBeforeDelete = "publish-before-delete"

    private static let isArmed = Atomic<Bool>(false)
    private static let plan = Mutex(CrashPlan())

    /// From now on the process dies where the plan says; an empty plan takes that back.
    public static func arm(_ plan: CrashPlan) {
        self.plan.withLock { $0 = plan }
        isArmed.store(!plan.isEmpty, ordering: .relaxed)
    }

    /// Passes the point, or dies of SIGKILL there, with a line on the standard error for whoever counts.
    public func pass() {
        guard Self.isArmed.load(ordering: .relaxed), Self.plan.withLock({ $0.strikes(self) }) else { return }
        FileHandle.standardError.write(Data("crash point \(rawValue)\n".utf8))
        kill(getpid(), SIGKILL)
    }
}
