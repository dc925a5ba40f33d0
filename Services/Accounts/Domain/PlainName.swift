import Contracts

/// What people call a tenant or a key.
enum PlainName {
    private static let longest = 100

    /// Marks that turn the reading direction of what follows them, beyond the name: embeddings, overrides, isolates
    /// (Unicode Standard Annex 9).
    private static let turning: [ClosedRange<UInt32>] = [0x202A...0x202E, 0x2066...0x2069]

    /// The name without blanks around it. What shows nothing is no name. Control characters and marks that turn text
    /// round are refused: they would forge lines of logs and lists.
    static func checked(_ text: String, at field: String) throws(Wrong) -> String {
        let isBlank: (Character) -> Bool = { $0.isWhitespace }
        guard let first = text.firstIndex(where: { !isBlank($0) }), let last = text.lastIndex(where: { !isBlank($0) })
        else { throw Wrong("blank", at: field, "must not be blank") }
        let name = text[first...last]
        guard name.unicodeScalars.contains(where: isSeen) else { throw Wrong("blank", at: field, "must not be blank") }
        // The database counts code points, of which a character may have many.
        guard name.unicodeScalars.count <= longest else {
            throw Wrong("tooLong", at: field, "must have at most \(longest) characters")
        }
        guard name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw Wrong("controlCharacter", at: field, "must not have control characters")
        }
        guard !name.unicodeScalars.contains(where: { scalar in turning.contains { $0.contains(scalar.value) } }) else {
            throw Wrong("controlCharacter", at: field, "must not have characters that turn text round")
        }
        return String(name)
    }

    /// Whether something is to be seen of it. Joiners between letters are not, and belong to names all the same.
    private static func isSeen(_ scalar: Unicode.Scalar) -> Bool {
        !scalar.properties.isWhitespace && scalar.properties.generalCategory != .format
    }
}
