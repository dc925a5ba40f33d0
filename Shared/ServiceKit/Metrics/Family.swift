/// All series of one name.
struct Family: Sendable {
    enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    let name: String
    let kind: Kind
    let help: String
    var series: [LabelSet: any Series] = [:]

    /// The block of this family: HELP, TYPE, then its series in a stable order.
    func render(into text: inout String) {
        guard !series.isEmpty else { return }
        text += "# HELP \(name) \(Self.escaped(help))\n# TYPE \(name) \(kind.rawValue)\n"
        for (labels, series) in series.sorted(by: { $0.key.text() < $1.key.text() }) {
            series.render(name: name, labels: labels, into: &text)
        }
    }

    /// Escapes as text format 0.0.4 asks in HELP lines: backslash and line feed.
    private static func escaped(_ help: String) -> String {
        help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }
}
