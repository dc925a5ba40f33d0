/// What can be told of a JSON text without reading it: whether a reader would have to nest too deeply.
enum JSONShape {
    /// No body of ours nests deeper than a handful; a reader that recurses must not be led further.
    static let deepest = 32

    /// Whether brackets nest deeper than ``deepest``. Strings do not count.
    static func isTooDeep(_ bytes: some Sequence<UInt8>) -> Bool {
        var depth = 0
        var isInString = false
        var isEscaped = false
        for byte in bytes {
            if isEscaped {
                isEscaped = false
            } else if isInString {
                isEscaped = byte == UInt8(ascii: "\\")
                isInString = byte != UInt8(ascii: "\"")
            } else if byte == UInt8(ascii: "\"") {
                isInString = true
            } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                depth += 1
                if depth > deepest { return true }
            } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
                depth -= 1
            }
        }
        return false
    }
}
