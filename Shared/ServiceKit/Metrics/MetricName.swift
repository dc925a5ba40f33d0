/// Turns dotted names of OpenTelemetry into names that Prometheus allows (data model: `[a-zA-Z_:][a-zA-Z0-9_:]*`).
enum MetricName {
    /// `messaging.process.duration` with suffix `_seconds` → `messaging_process_duration_seconds`.
    static func family(_ label: String, suffix: String = "") -> String {
        let name = sanitized(label)
        return name.hasSuffix(suffix) ? name : name + suffix
    }

    /// A label's name. `le` belongs to histograms and two leading underscores to Prometheus itself, so both are moved.
    static func label(_ name: String) -> String {
        let clean = sanitized(name)
        return clean == "le" || clean.hasPrefix("__") ? "label_" + clean : clean
    }

    private static func sanitized(_ text: String) -> String {
        var name = ""
        for scalar in text.unicodeScalars {
            let isLetter = ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
            let isDigit = ("0"..."9").contains(scalar)
            if isDigit, name.isEmpty { name = "_" }
            name.unicodeScalars.append(isLetter || isDigit ? scalar : "_")
        }
        return name.isEmpty ? "_" : name
    }
}
