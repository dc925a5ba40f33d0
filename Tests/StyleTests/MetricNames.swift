/// The names under which Prometheus finds what we measure, read off the code that makes the instruments.
enum MetricNames {
    /// Instruments of swift-metrics, with the ending that our exposition gives the name.
    private static let endings = [
        "Counter": "_total", "FloatingPointCounter": "_total", "Timer": "_seconds", "Gauge": "", "Meter": "",
        "Recorder": "",
    ]

    /// Every name that some source makes, without what histograms add.
    static func made(by text: String) -> Set<String> {
        // Simple boundaries: to Unicode a full stop between letters is none.
        let call = /\b(FloatingPointCounter|Counter|Timer|Gauge|Meter|Recorder)\(\s*label: "([a-z._]+)"/
            .wordBoundaryKind(.simple)
        let instruments = text.matches(of: call).map { match in
            let name = String(match.2).replacing(".", with: "_")
            let ending = endings[String(match.1)] ?? ""
            return name.hasSuffix(ending) ? name : name + ending
        }
        // The exporter's own, and gauges that a helper makes for each lane.
        let written = text.matches(of: /"((?:process|metrics)_[a-z_]+)"/).map { String($0.1) }
        let helped = text.matches(of: /\bgauge\("([a-z._]+)"/).map { String($0.1).replacing(".", with: "_") }
        return Set(instruments + written + helped)
    }

    /// The names in an expression of PromQL: words that are no functions and no labels.
    static func asked(in expression: String) -> Set<String> {
        let bare = expression.replacing(/\{[^}]*\}/, with: " ").replacing(/\[[^\]]*\]/, with: " ")
            .replacing(/\b(?:by|on|without|ignoring) ?\([^)]*\)/, with: " ")
        return Set(
            bare.matches(of: /\b([a-z][a-z_]*[a-z])\b(?!\s*\()/).map { String($0.1) }
                .filter { $0.contains("_") || $0 == "up" })
    }

    /// What is left of a name when a histogram's endings are taken off.
    static func family(_ name: String) -> String {
        for ending in ["_bucket", "_sum", "_count"] where name.hasSuffix(ending) {
            return String(name.dropLast(ending.count))
        }
        return name
    }
}
