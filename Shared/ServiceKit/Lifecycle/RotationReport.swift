import Messaging

/// What `rotate-keys` tells: a line a second while it works, then how much lies under which key.
final class RotationReport {
    private var next: ContinuousClock.Instant?

    /// The line of this moment; nil when the last one was told less than a second ago.
    func line(_ progress: KeyRotation.Progress, at now: ContinuousClock.Instant) -> String? {
        if let next, now < next, progress.done < progress.all { return nil }
        next = now + .seconds(1)
        let share = progress.all > 0 ? min(100, progress.done * 100 / progress.all) : 100
        return "\(share) %: \(progress.done) of \(progress.all) sealed anew, at \(progress.column)"
    }

    /// A line for each column and key.
    static func table(_ counts: [KeyRotation.Count]) -> String {
        guard !counts.isEmpty else { return "Nothing is sealed." }
        let rows =
            [["COLUMN", "KEY", "STATE", "VALUES"]]
            + counts.map { [$0.column, $0.key, $0.isCurrent ? "current" : "old", "\($0.values)"] }
        let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count + 2) }.joined() + row[3]
        }.joined(separator: "\n")
    }
}
