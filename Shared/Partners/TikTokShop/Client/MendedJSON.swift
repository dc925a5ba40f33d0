/// JSON as it really comes: titles that were cut inside an emoji leave half of a surrogate pair, forms leave U+0000,
/// old systems leave bytes that are no UTF-8. One of these in one title must not make a whole page unreadable, and U+0000
/// can be stored by no PostgreSQL text. Each is replaced by U+FFFD (RFC 8259 §8.2 leaves the rest to the reader).
public enum MendedJSON {
    private static let backslash = UInt8(ascii: "\\")
    /// `\ufffd`, as long as what it replaces.
    private static let replacement = Array(#"\ufffd"#.utf8)

    /// The same bytes where nothing is wrong, else a mended copy. What is no JSON at all stays that.
    public static func mend(_ bytes: [UInt8]) -> [UInt8] {
        let isUTF8 = String(validating: bytes, as: UTF8.self) != nil
        var text = isUTF8 ? bytes : Array(String(decoding: bytes, as: UTF8.self).utf8)
        var index = 0
        while index < text.count {
            if text[index] == backslash {
                index += mendEscape(at: index, &text)
            } else {
                // Unescaped controls are allowed between tokens alone, and there a space says the same.
                if text[index] < 0x20 && !isBlank(text[index]) { text[index] = UInt8(ascii: " ") }
                index += 1
            }
        }
        return text
    }

    /// Mends the escape at a place; answers how long it is.
    private static func mendEscape(at index: Int, _ text: inout [UInt8]) -> Int {
        guard let unit = unit(at: index, text) else { return 2 }
        if (0xD800...0xDBFF).contains(unit), let low = self.unit(at: index + 6, text), (0xDC00...0xDFFF).contains(low) {
            return 12
        }
        if unit == 0 || (0xD800...0xDFFF).contains(unit) {
            text.replaceSubrange(index..<index + 6, with: replacement)
        }
        return 6
    }

    /// The code unit of a `\uXXXX` at a place; nil when there is none.
    private static func unit(at index: Int, _ text: [UInt8]) -> UInt16? {
        guard index + 6 <= text.count, text[index] == backslash, text[index + 1] == UInt8(ascii: "u") else {
            return nil
        }
        return UInt16(String(decoding: text[(index + 2)..<(index + 6)], as: UTF8.self), radix: 16)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x09 || byte == 0x0A || byte == 0x0D }
}
