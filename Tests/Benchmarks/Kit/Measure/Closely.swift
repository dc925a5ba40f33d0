/// Waits for a condition at whose coming a clock is read: looks every other millisecond, where `eventually` takes its
/// time.
///
/// - Parameter condition: completes the sentence "it was still not so that …".
/// - Throws: ``Overdue`` when patience ends.
package func closely(
    within patience: Duration, _ condition: String, isolation: isolated (any Actor)? = #isolation,
    _ holds: () throws -> Bool
) async throws {
    let end = ContinuousClock.now + patience
    while try !holds() {
        guard ContinuousClock.now < end else { throw Overdue(condition: condition, patience: patience) }
        try await Task.sleep(for: .milliseconds(2))
    }
}

package struct Overdue: Error, CustomStringConvertible {
    package let condition: String
    package let patience: Duration

    package init(condition: String, patience: Duration) {
        self.condition = condition
        self.patience = patience
    }

    package var description: String { "after \(patience) it was still not so that \(condition)" }
}
