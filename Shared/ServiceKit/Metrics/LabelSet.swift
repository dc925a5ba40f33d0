/// The labels of one series: allowed names, each once, in a fixed order, with values of bounded length.
struct LabelSet: Hashable, Sendable {
    /// Longest value in characters: a label is a word of a closed list, not a text.
    static let longestValue = 128

    let pairs: [Pair]

    struct Pair: Hashable, Sendable {
        let name: String
        let value: String
    }

    /// Of two equal names the first wins.
    init(_ dimensions: [(String, String)]) {
        var values: [String: String] = [:]
        for (name, value) in dimensions where values[MetricName.label(name)] == nil {
            values[MetricName.label(name)] = String(value.prefix(Self.longestValue))
        }
        pairs = values.sorted { $0.key < $1.key }.map { Pair(name: $0.key, value: $0.value) }
    }

    /// Where the values of all series above the limit are added up; the name is OpenTelemetry's.
    static let overflow = LabelSet([("otel.metric.overflow", "true")])

    /// `{queue="inventory.orders",le="0.5"}`; nothing for no labels.
    func text(adding extra: Pair? = nil) -> String {
        let all = extra.map { pairs + [$0] } ?? pairs
        guard !all.isEmpty else { return "" }
        return "{" + all.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",") + "}"
    }

    /// Escapes as text format 0.0.4 asks in label values: backslash, quote, line feed.
    private static func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == 0x5C || $0 == 0x22 || $0 == 0x0A }) else { return value }
        return value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
