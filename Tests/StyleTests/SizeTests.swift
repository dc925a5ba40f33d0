import Testing

@Suite("Sizes")
struct SizeTests {
    static let widest = 120
    static let longestFile = 400
    static let longestFunction = 70

    @Test("no line of code, script or prose is wider than 120 characters")
    func lineWidth() {
        let paths = Tree.paths(endingIn: ".swift", ".sh", ".sql", ".yml", ".md", "Makefile", ".h", ".modulemap")
        for path in paths {
            for (number, line) in Tree.text(path).split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            where line.count > Self.widest && !Self.mayBeWide(line, in: path) {
                Issue.record("\(path):\(number + 1) is \(line.count) characters wide")
            }
        }
    }

    /// Tables and links of Markdown cannot be broken, and a partner's document stands in a test as it was recorded.
    private static func mayBeWide(_ line: Substring, in path: String) -> Bool {
        path.hasSuffix(".md") && (line.hasPrefix("|") || line.contains("://"))
            || path.hasPrefix("Tests/") && line.contains(#"""#)
    }

    @Test("no Swift file is longer than 400 lines")
    func fileLength() {
        for path in Tree.paths(endingIn: ".swift") {
            let lines = Tree.text(path).count(where: \.isNewline)
            #expect(lines <= Self.longestFile, "\(path) has \(lines) lines")
        }
    }

    @Test("no function is longer than 70 lines, but for those listed, which may only shrink")
    func functionLength() {
        var long: [String: Int] = [:]
        for path in Tree.paths(endingIn: ".swift") {
            for function in Tree.source(path).functions where function.lines > Self.longestFunction {
                long["\(path) \(function.name)"] = function.lines
            }
        }
        for allowed in Allowances.longFunctions {
            let lines = long.removeValue(forKey: "\(allowed.path) \(allowed.name)")
            #expect(lines == allowed.lines, "\(allowed.name) in \(allowed.path) is listed with \(allowed.lines) lines")
        }
        for (function, lines) in long { Issue.record("\(function) has \(lines) lines") }
    }
}
