/// Waits for a condition at whose coming a clock is read: looks every other millisecond, where `eventually` takes its
/// time.
///
/// - Parameter condition: completes the sentence "it was still not so that …".
/// - Throws: ``Overdue`` when patience ends.
func closely(
    within patience: Duration, _ condition: String, isolation: isolated (any Actor)? = #isolation,
    _ holds: () throws -> Bool
) async throws {
    let end = ContinuousClock.now + patience
    while try !holds() {
        guard ContinuousClock.now < end else { throw Overdue(condition: condition, patience: patience) }
        try await Task.sleep(for: .milliseconds(2))
    }
}

struct Overdue: Error, CustomStringConvertible {
    let condition: String
    let patience: Duration
    var description: String { "after \(patience) it was still not so that \(condition)" }
}
