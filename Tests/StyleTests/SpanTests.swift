import Testing

@Suite("Attributes of spans")
struct SpanTests {
    @Test("keys come from the one list, and each of it is used")
    func keys() {
        var used: Set<String> = []
        // Keys of log lines have a list of their own.
        for path in Tree.productFiles
        where Tree.source(path).imports.contains("Tracing") && !path.contains("/Logs/") {
            let keys = Self.keys(in: Tree.text(path))
            let unknown = keys.subtracting(SpanKeys.all.keys)
            #expect(
                unknown.isEmpty, "\(path) uses \(unknown.sorted()); add them to SpanKeys, or use a key that is there")
            used.formUnion(keys)
        }
        let unused = Set(SpanKeys.all.keys).subtracting(used)
        #expect(unused.isEmpty, "nobody tells \(unused.sorted())")
    }

    @Test("keys are read off the code")
    func reading() {
        let code = #"attributes["shop.a_b"] = "x"; span.attributes = ["url.scheme": "http", "y": "no.key"]"#
        #expect(Self.keys(in: code) == ["shop.a_b", "url.scheme"])
    }

    /// Dotted words in a subscript or before a colon.
    private static func keys(in text: String) -> Set<String> {
        let keys = /"(?<label>[a-z]+(?:\.[a-z_]+)+)":|\["(?<place>[a-z]+(?:\.[a-z_]+)+)"\]/
        return Set(text.matches(of: keys).compactMap { ($0.output.label ?? $0.output.place).map(String.init) })
    }
}
