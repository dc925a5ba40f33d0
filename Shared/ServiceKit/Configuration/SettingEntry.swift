/// One row of the listing of a service's settings.
public struct SettingEntry: Sendable, Equatable {
    /// The key as the environment spells it.
    public let key: String
    /// What it does, in a few words.
    public let meaning: String
    /// What a person has to write.
    public let kind: String
    /// The default's text; nil when the setting must be given.
    public let fallback: String?
    /// Whether values are never shown.
    public let isSecret: Bool
    /// Whether the environment gives a value.
    public internal(set) var isGiven = false
    /// What is wrong or missing; nil when all is well.
    public internal(set) var problem: ConfigurationError?
}

extension SettingEntry {
    /// The rows as aligned columns, in the order of their declaration, for `<service> config`.
    static func table(_ entries: [SettingEntry]) -> String {
        let rows = [["KEY", "DEFAULT", "STATE", "MEANING"]] + entries.map(\.columns)
        let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).map { $0.padding(to: $1) }.joined(separator: "  ") + "  " + (row.last ?? "")
        }.joined(separator: "\n")
    }

    private var columns: [String] {
        [key, fallback.map { $0.isEmpty ? "(none)" : $0 } ?? "(required)", state, "\(meaning); \(kind)"]
    }

    private var state: String {
        if problem != nil { return isGiven ? "wrong" : "missing" }
        return isGiven ? "set" : "default"
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }
}
