import Foundation
import Testing

@Suite("The producers' guide")
struct GuideTests {
    private static let programs = [
        "python": "docs/examples/python/producer.py", "go": "docs/examples/go/producer.go",
        "javascript": "docs/examples/node/producer.mjs",
    ]

    /// What is shown must be what `make examples` runs.
    @Test("every piece of code that the guide shows stands so in a program that is run", arguments: programs.keys)
    func code(_ language: String) throws {
        let program = Tree.text(try #require(Self.programs[language]))
        let pieces = Self.pieces(of: language, in: Tree.text("docs/producers.md"))
        #expect(pieces.count >= 2, "the guide shows \(pieces.count) pieces in \(language)")
        for piece in pieces {
            #expect(program.contains(piece), "the \(language) program has changed: \(piece.prefix(80))…")
        }
    }

    @Test("a piece of code ends where its fence does")
    func fences() {
        let text = "a\n```go\nx := 1\n\ny()\n```\n```sh\nls\n```\n```go\nz()\n```\n"
        #expect(Self.pieces(of: "go", in: text) == ["x := 1\n\ny()", "z()"])
    }

    private static func pieces(of language: String, in text: String) -> [String] {
        text.components(separatedBy: "```\(language)\n").dropFirst()
            .map { $0.components(separatedBy: "\n```")[0] }
    }
}
