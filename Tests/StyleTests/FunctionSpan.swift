/// A function, initializer or subscript with a body, and how many lines it takes from its name to its last brace.
struct FunctionSpan: Equatable {
    let name: String
    let line: Int
    let lines: Int
}

extension SwiftSource {
    private static let beginnings: Set = ["func", "init", "deinit", "subscript"]

    /// Words that begin the next declaration, which means that the one before had no body.
    private static let declarations: Set = [
        "public", "private", "internal", "static", "mutating", "func", "init", "var", "let", "associatedtype",
    ]

    /// All functions, in the order of their beginnings; nested ones count by themselves and within the outer one.
    var functions: [FunctionSpan] {
        words.compactMap { word in
            guard Self.beginnings.contains(word.text), byte(before: word) != UInt8(ascii: "."),
                byte(before: word) != UInt8(ascii: "`"), let end = endOfBody(from: word.end)
            else { return nil }
            return FunctionSpan(
                name: word.text == "func" ? token(after: word) : word.text, line: line(of: word.start),
                lines: line(of: end) - line(of: word.start) + 1)
        }
    }

    /// What follows the word up to a bracket or a blank: a name or an operator.
    private func token(after word: Word) -> String {
        let blank = UInt8(ascii: " ")
        let token = code[word.end...].drop { $0 == blank }.prefix { byte in
            byte != blank && byte != UInt8(ascii: "(") && byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "<")
        }
        return String(decoding: token, as: UTF8.self)
    }

    /// The place of the brace that closes the body; nil for a requirement of a protocol, which has none.
    private func endOfBody(from start: Int) -> Int? {
        var brackets = 0
        var braces = 0
        for index in start..<code.count {
            switch code[index] {
            case UInt8(ascii: "("), UInt8(ascii: "["): brackets += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): brackets -= 1
            case UInt8(ascii: "{") where brackets == 0: braces += 1
            case UInt8(ascii: "}") where brackets == 0:
                braces -= 1
                if braces <= 0 { return braces == 0 ? index : nil }
            case UInt8(ascii: "\n") where brackets == 0 && braces == 0:
                if beginsDeclaration(after: index) { return nil }
            default: break
            }
        }
        return nil
    }

    private func beginsDeclaration(after newline: Int) -> Bool {
        let rest = code[(newline + 1)...].drop { $0 == UInt8(ascii: " ") }
        guard rest.first != UInt8(ascii: "@") else { return true }
        return Self.declarations.contains(String(decoding: rest.prefix(while: Self.isWordByte), as: UTF8.self))
    }
}
