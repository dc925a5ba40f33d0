/// A condition that a test waited for and that did not come.
public struct ConditionNotMet: Error, CustomStringConvertible {
    /// What was waited for.
    public let condition: String
    /// How long.
    public let patience: Duration
    /// The error of the last try; nil when the condition was simply false.
    public let lastError: (any Error)?

    /// The sentence that the failed test shows.
    public var description: String {
        "after \(patience) it was still not so that \(condition)" + (lastError.map { ": \($0)" } ?? "")
    }
}

/// Waits until a condition holds, looking again and again; the alternative to sleeping and hoping.
///
/// - Parameters:
///   - patience: generous, as it costs nothing when the condition comes: a slow machine must not fail a test. Nor must
///     one that stands still for minutes, as virtual machines do: of the time between two looks at most a tenth of
///     the patience counts.
///   - condition: what is waited for, completing the sentence "it was still not so that …".
///   - holds: looks once; an error counts as "not yet".
/// - Throws: ``ConditionNotMet`` when patience ends.
public func eventually(
    within patience: Duration = .seconds(60), _ condition: String,
    isolation: isolated (any Actor)? = #isolation, _ holds: () async throws -> Bool
) async throws {
    var waited = Duration.zero
    var pause = Duration.milliseconds(2)
    var lastError: (any Error)?
    repeat {
        let start = ContinuousClock.now
        do {
            if try await holds() { return }
            lastError = nil
        } catch {
            lastError = error
        }
        try await Task.sleep(for: pause)
        pause = min(pause * 2, .milliseconds(100))
        waited += min(.now - start, patience / 10)
    } while waited < patience
    throw ConditionNotMet(condition: condition, patience: patience, lastError: lastError)
}
