import Testing

/// A word that product code must not use, and what to use instead.
struct WordRule: Sendable, CustomTestStringConvertible {
    let name: String
    let instead: String
    private let word: String
    private let applies: @Sendable (SwiftSource, Word) -> Bool

    var testDescription: String { name }

    /// How often the word stands in a source.
    func count(in source: SwiftSource) -> Int {
        source.words.count { $0.text == word && applies(source, $0) }
    }

    static let all: [WordRule] = [
        WordRule(name: "try!", instead: "handle or throw the error", word: "try") {
            $0.byte(after: $1) == UInt8(ascii: "!")
        },
        WordRule(name: "as!", instead: "use as? and handle nil", word: "as") {
            $0.byte(after: $1) == UInt8(ascii: "!")
        },
        WordRule(name: "fatalError", instead: "throw, or use precondition for our own mistakes", word: "fatalError") {
            $0.rest(after: $1).first == UInt8(ascii: "(")
        },
        WordRule(name: "print", instead: "use a logger", word: "print") {
            $0.byte(before: $1) != UInt8(ascii: ".") && $0.rest(after: $1).first == UInt8(ascii: "(")
        },
        WordRule(
            name: "Task", instead: "use a task group or a Service, so that somebody waits for it", word: "Task",
            applies: makesTask),
        WordRule(name: "@unchecked Sendable", instead: "use a Mutex, an actor or a value", word: "unchecked") {
            $0.byte(before: $1) == UInt8(ascii: "@")
        },
        WordRule(name: "nonisolated(unsafe)", instead: "use a Mutex, an actor or a value", word: "nonisolated") {
            $0.rest(after: $1).starts(with: "(unsafe".utf8)
        },
    ]

    /// `Task {`, `Task(…)`, `Task<…> {` and `Task.detached`, but not the type and not its static functions.
    @Sendable private static func makesTask(_ source: SwiftSource, _ word: Word) -> Bool {
        var rest = source.rest(after: word)
        if rest.first == UInt8(ascii: "<"), let close = rest.firstIndex(of: UInt8(ascii: ">")) {
            rest = rest[(close + 1)...].drop { $0 == UInt8(ascii: " ") }
        }
        return rest.first == UInt8(ascii: "{") || rest.first == UInt8(ascii: "(") || rest.starts(with: ".detached".utf8)
            || rest.starts(with: ".immediate".utf8)
    }
}
