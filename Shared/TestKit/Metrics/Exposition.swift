/// Reads Prometheus' text format 0.0.4 strictly, as its specification describes it, to check what the exporter writes.
public struct Exposition: Sendable {
    /// One line.
    public struct Sample: Sendable, Equatable {
        /// As it stands there, with the endings of histograms.
        public let name: String
        /// Its labels, `le` among them.
        public let labels: [String: String]
        /// Its value.
        public let value: Double
    }

    /// What stands there against the specification.
    public struct Malformed: Error, CustomStringConvertible {
        /// A sentence.
        public let description: String
    }

    /// The kind of each metric, such as `histogram`.
    public private(set) var types: [String: String] = [:]
    /// What each metric is said to be.
    public private(set) var helps: [String: String] = [:]
    /// All lines, in their order.
    public private(set) var samples: [Sample] = []

    /// Reads a whole exposition; ``Malformed`` tells what is wrong with it.
    public init(_ text: String) throws {
        try Self.need(text.isEmpty || text.hasSuffix("\n"), "the last line must end")
        var current = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if line.hasPrefix("# HELP ") {
                let parts = line.dropFirst(7).split(separator: " ", maxSplits: 1)
                current = String(parts[0])
                try Self.need(helps[current] == nil, "\(current) has two HELP lines, or its lines are not together")
                helps[current] = parts.count > 1 ? String(parts[1]) : ""
            } else if line.hasPrefix("# TYPE ") {
                let parts = line.dropFirst(7).split(separator: " ")
                try Self.need(parts[0] == current, "TYPE must follow HELP of the same metric")
                types[current] = String(parts[1])
            } else {
                let sample = try Self.sample(line)
                let kind = try Self.need(types[current], "\(line) has no TYPE before it")
                let endings = kind == "histogram" ? ["_bucket", "_sum", "_count"] : [""]
                try Self.need(endings.contains { sample.name == current + $0 }, "\(line) stands under \(current)")
                samples.append(sample)
            }
        }
    }

    /// The value of one series.
    public func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        samples.first { $0.name == name && $0.labels == labels }?.value
    }

    /// `name{a="b",c="d"} 1`
    private static func sample(_ line: Substring) throws -> Sample {
        let name = line.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") }
        try Self.need(!name.isEmpty && name.first?.isNumber == false, "\(line) has no valid name")
        var rest = line[name.endIndex...]
        let labels = rest.first == "{" ? try readLabels(&rest) : [:]
        try Self.need(rest.first == " ", "\(line) needs a blank before its value")
        let text = rest.dropFirst()
        let value = ["+Inf": Double.infinity, "-Inf": -.infinity, "NaN": .nan][text] ?? Double(text)
        return Sample(name: String(name), labels: labels, value: try Self.need(value, "\(line) has no value"))
    }

    private static func readLabels(_ rest: inout Substring) throws -> [String: String] {
        var labels: [String: String] = [:]
        rest.removeFirst()
        while rest.first != "}" {
            let equals = try Self.need(rest.firstIndex(of: "="), "a label without a value")
            let name = String(rest[..<equals])
            try Self.need(name.wholeMatch(of: /[a-zA-Z_][a-zA-Z0-9_]*/) != nil && labels[name] == nil, "label \(name)")
            rest = rest[rest.index(after: equals)...]
            labels[name] = try readQuoted(&rest)
            if rest.first == "," { rest.removeFirst() }
        }
        rest.removeFirst()
        return labels
    }

    private static func readQuoted(_ rest: inout Substring) throws -> String {
        let opening = rest.popFirst()
        try Self.need(opening == "\"", "a label's value has no quote before it")
        var value = ""
        while let next = rest.popFirst() {
            if next == "\"" { return value }
            guard next == "\\" else {
                value.append(next)
                continue
            }
            let escapes: [Character: Character] = ["\\": "\\", "\"": "\"", "n": "\n"]
            let escaped = rest.popFirst().flatMap { escapes[$0] }
            value.append(try Self.need(escaped, "an escape that is none"))
        }
        throw Malformed(description: "a label's value does not end")
    }

    private static func need(_ isSo: Bool, _ problem: @autoclosure () -> String) throws {
        if !isSo { throw Malformed(description: problem()) }
    }

    private static func need<Value>(_ value: Value?, _ problem: @autoclosure () -> String) throws -> Value {
        guard let value else { throw Malformed(description: problem()) }
        return value
    }
}
