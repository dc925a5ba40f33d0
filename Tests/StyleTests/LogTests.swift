import Testing

@Suite("Log lines")
struct LogTests {
    @Test("sentences are constant, and keys come from the one list")
    func lines() {
        var used: Set<String> = []
        for path in Tree.productFiles {
            let log = LogLines(Tree.text(path))
            #expect(log.varying.isEmpty, "\(path): what varies belongs into metadata: \(log.varying)")
            let unknown = log.keys.subtracting(LogKeys.all.keys)
            #expect(
                unknown.isEmpty, "\(path) uses \(unknown.sorted()); add them to LogKeys, or use a key that is there")
            used.formUnion(log.keys)
        }
        let unused = Set(LogKeys.all.keys).subtracting(used)
        #expect(unused.isEmpty, "nobody writes \(unused.sorted())")
    }

    @Test("the rule sees what it forbids")
    func checker() {
        let text = #"""
            logger.info("a constant sentence", metadata: ["known": "\(values[0])", "other": "[x]"])
            logger.error(
                "order \(id) failed", metadata: [
                    "lost": "\(error)"])
            let metadata: Logger.Metadata = ["apart": "x"]
            alert.info("not \(ours)")
            """#
        let log = LogLines(text)
        #expect(log.varying == [#"order \(id) failed"#])
        #expect(log.keys == ["known", "other", "lost", "apart"])
    }
}

/// What a source writes to the log.
struct LogLines {
    /// Sentences with something interpolated.
    private(set) var varying: [String] = []
    /// The keys of metadata that is written out.
    private(set) var keys: Set<String> = []

    init(_ text: String) {
        let call = /\b(?:logger|log)\.(?:trace|debug|info|notice|warning|error|critical)\(\s*"((?:[^"\\]|\\.)*)"/
        varying = text.matches(of: call).map { String($0.1) }.filter { $0.contains(#"\("#) }
        let code = Array(text.utf8)
        let blanked = SwiftSource(text).code
        for opening in [#"metadata: ["#, #"Logger.Metadata = ["#] {
            for start in text.ranges(of: opening).map({ text.utf8.distance(from: text.startIndex, to: $0.upperBound) })
            {
                let end = Self.end(of: start, in: blanked)
                let literal = String(decoding: code[start..<end], as: UTF8.self)
                keys.formUnion(literal.matches(of: /"([A-Za-z][A-Za-z._]*)":/).map { String($0.1) })
            }
        }
    }

    /// Where the bracket closes that was opened just before; strings are blank here.
    private static func end(of start: Int, in blanked: [UInt8]) -> Int {
        var depth = 1
        var index = start
        while index < blanked.count {
            if blanked[index] == UInt8(ascii: "[") { depth += 1 }
            if blanked[index] == UInt8(ascii: "]") { depth -= 1 }
            if depth == 0 { return index }
            index += 1
        }
        return blanked.count
    }
}
