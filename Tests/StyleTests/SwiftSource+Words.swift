/// A keyword or a name in code, and where it stands.
struct Word {
    let text: String
    let start: Int
    let end: Int
}

extension SwiftSource {
    static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...0xFF:
            true
        default: false
        }
    }

    /// Every word, in order. Bytes, not regular expressions: the whole tree is read in a test without optimisation.
    var words: [Word] {
        var words: [Word] = []
        var start: Int?
        for index in code.indices {
            if Self.isWordByte(code[index]) {
                start = start ?? index
            } else if let begun = start {
                words.append(word(from: begun, to: index))
                start = nil
            }
        }
        if let start { words.append(word(from: start, to: code.count)) }
        return words
    }

    /// The byte right before a word; nil at the beginning.
    func byte(before word: Word) -> UInt8? {
        word.start > 0 ? code[word.start - 1] : nil
    }

    /// The byte right after a word; nil at the end.
    func byte(after word: Word) -> UInt8? {
        word.end < code.count ? code[word.end] : nil
    }

    /// What follows a word, without the blanks in between.
    func rest(after word: Word) -> ArraySlice<UInt8> {
        code[word.end...].drop { $0 == UInt8(ascii: " ") }
    }

    /// The number of the line on which a byte stands, from 1.
    func line(of offset: Int) -> Int {
        code[..<offset].count { $0 == UInt8(ascii: "\n") } + 1
    }

    /// The modules that a file imports.
    var imports: [String] {
        let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        return text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ").map(String.init)
            guard let place = parts.firstIndex(of: "import"), place <= 3,
                parts[..<place].allSatisfy(Self.mayPrecedeImport)
            else { return nil }
            let module = parts[(place + 1)...].drop { kinds.contains($0) }.first
            return module?.split(separator: ".").first.map(String.init)
        }
    }

    private static func mayPrecedeImport(_ word: String) -> Bool {
        word.hasPrefix("@") || ["public", "internal", "package", "private", "fileprivate"].contains(word)
    }

    private func word(from start: Int, to end: Int) -> Word {
        Word(text: String(decoding: code[start..<end], as: UTF8.self), start: start, end: end)
    }
}
