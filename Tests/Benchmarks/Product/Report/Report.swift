import BenchKit
import Foundation

/// The findings, printed, kept, and compared with what was stored.
struct Report: Sendable {
    let settings: ProductSettings
    let findings: Findings

    private struct Kept: Encodable {
        let form: String
        let seed: UInt64
        let skew: Double
        let lines: [Line]
        let notes: [String]
        let differences: [String]
    }

    func publish(tell: (String) -> Void) throws {
        tell(findings.lines.table)
        for note in findings.notes { tell(note) }
        try write()
        let stored = try StoredResults(at: settings.last)
        let compared = findings.lines.compared
        if let last = stored.forms[settings.name] {
            let worse = Comparison.worse(compared, than: last, lines: findings.lines)
            tell(worse.isEmpty ? "nothing is more than 15 % worse than what was stored" : "worse than what was stored:")
            for sentence in worse { tell("  \(sentence)") }
        } else {
            tell("no result of \(settings.name) is stored: KEEP=1 stores this one")
        }
        if settings.isKept { try stored.replacing(settings.name, with: compared).write(to: settings.last) }
    }

    private func write() throws {
        let kept = Kept(
            form: settings.name, seed: settings.seed, skew: settings.skew, lines: findings.lines,
            notes: findings.notes, differences: findings.differences)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(kept).write(
            to: settings.folder.appending(path: "\(settings.form.rawValue).json"), options: .atomic)
    }
}
