package import Foundation

/// What was measured the last time that somebody kept it: medians by form and line. They are ratios to the floor, so
/// that another machine can be compared with, and megabytes.
package struct StoredResults: Sendable, Equatable {
    package private(set) var forms: [String: [String: Double]] = [:]

    /// Reads a file; one that is not there holds nothing.
    package init(at file: URL) throws {
        guard FileManager.default.fileExists(atPath: file.path()) else { return }
        forms = try JSONDecoder().decode([String: [String: Double]].self, from: Data(contentsOf: file))
    }

    /// The same with one form's result anew.
    package func replacing(_ form: String, with compared: [String: Double]) -> StoredResults {
        var copy = self
        copy.forms[form] = compared
        return copy
    }

    package func write(to file: URL) throws {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try (encoder.encode(forms) + Data("\n".utf8)).write(to: file, options: .atomic)
    }
}
