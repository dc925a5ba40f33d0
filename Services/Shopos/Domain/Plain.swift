/// Strangers' words as a terminal may show them: what moves the cursor, changes colours, breaks lines or turns the
/// direction of writing becomes a blank. Titles of shops, SKUs, reasons and bodies come from outside.
enum Plain {
    /// One line of words.
    static func line(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnfit) else { return text }
        var clean = String.UnicodeScalarView()
        var wasReturn = false
        for scalar in text.unicodeScalars {
            // A line break of two characters is one blank.
            if !(wasReturn && scalar == "\n") { clean.append(isUnfit(scalar) ? " " : scalar) }
            wasReturn = scalar == "\r"
        }
        return String(clean)
    }

    /// A whole answer: as ``line(_:)``, with our own line breaks and colours left in it.
    static func screen(_ text: String) -> String {
        var (clean, rest) = (String.UnicodeScalarView(), text.unicodeScalars[...])
        while let scalar = rest.first {
            if scalar == "\u{1B}", let colour = Style.codes.first(where: { rest.starts(with: $0.unicodeScalars) }) {
                clean.append(contentsOf: colour.unicodeScalars)
                rest = rest.dropFirst(colour.unicodeScalars.count)
            } else {
                clean.append(scalar != "\n" && isUnfit(scalar) ? " " : scalar)
                rest = rest.dropFirst()
            }
        }
        return String(clean)
    }

    /// JSON as a terminal may show it, and every program still reads it: what is unfit stands as an escape. Outside of
    /// its texts JSON has line breaks alone.
    static func json(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0 != "\n" && isUnfit($0) }) else { return text }
        return text.unicodeScalars.map { scalar in
            guard scalar != "\n", isUnfit(scalar) else { return String(scalar) }
            return String(scalar).utf16.map { "\\u" + hex($0) }.joined()
        }.joined()
    }

    private static func hex(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// By Unicode's general category: controls (also those from U+0080), formats (bidirectional marks among them),
    /// separators of lines and paragraphs.
    private static func isUnfit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
