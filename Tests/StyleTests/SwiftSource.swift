/// Swift code with the contents of comments and string literals blanked out, so that braces and words found in it are
/// code. Lines and columns stay where they are; interpolated expressions are code and stay too.
struct SwiftSource {
    /// The code that is left, byte for byte as long as the original.
    private(set) var code: [UInt8]
    private var index = 0

    init(_ text: String) {
        code = Array(text.utf8)
        blankCode(untilBracket: false)
    }

    /// The code as text.
    var text: String { String(decoding: code, as: UTF8.self) }

    // MARK: - Blanking

    /// Walks over code up to the end, or up to the bracket that closes an interpolation.
    private mutating func blankCode(untilBracket: Bool) {
        var depth = 1
        while index < code.count {
            if starts("//") {
                blank(until: "\n")
            } else if starts("/*") {
                blankBlockComment()
            } else if let hashes = openingHashes() {
                blankString(hashes: hashes)
            } else {
                if code[index] == UInt8(ascii: "(") { depth += 1 }
                if code[index] == UInt8(ascii: ")") { depth -= 1 }
                index += 1
                if untilBracket, depth == 0 { return }
            }
        }
    }

    /// How many hashes open a string literal here; nil when none begins here.
    private func openingHashes() -> Int? {
        var end = index
        while end < code.count, code[end] == UInt8(ascii: "#") { end += 1 }
        return end < code.count && code[end] == UInt8(ascii: "\"") ? end - index : nil
    }

    private mutating func blankString(hashes: Int) {
        index += hashes
        let quotes = starts("\"\"\"") ? "\"\"\"" : "\""
        let end = quotes + String(repeating: "#", count: hashes)
        let escape = "\\" + String(repeating: "#", count: hashes)
        index += quotes.utf8.count
        while index < code.count {
            if starts(end) {
                index += end.utf8.count
                return
            }
            if starts(escape + "(") {
                index += escape.utf8.count + 1
                blankCode(untilBracket: true)
            } else if starts(escape) {
                for _ in 0...escape.utf8.count { blankByte() }
            } else if quotes == "\"", code[index] == UInt8(ascii: "\n") {
                return
            } else {
                blankByte()
            }
        }
    }

    private mutating func blankBlockComment() {
        var depth = 0
        while index < code.count {
            if starts("/*") {
                depth += 1
                blankByte()
            } else if starts("*/") {
                depth -= 1
                blankByte()
            }
            blankByte()
            if depth == 0 { return }
        }
    }

    private mutating func blank(until end: String) {
        while index < code.count, !starts(end) { blankByte() }
    }

    private mutating func blankByte() {
        guard index < code.count else { return }
        if code[index] != UInt8(ascii: "\n") { code[index] = UInt8(ascii: " ") }
        index += 1
    }

    private func starts(_ word: String) -> Bool {
        // Most bytes differ at once; a slice for each of them would take seconds over the whole tree.
        code[index] == word.utf8.first && code[index...].starts(with: word.utf8)
    }
}
