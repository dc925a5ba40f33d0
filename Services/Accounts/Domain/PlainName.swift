import Contracts

/// What people call a tenant or a key.
enum PlainName {
    private static let longest = 100

    /// The name without blanks around it. Control characters are refused: they would forge lines of logs and lists.
    static func checked(_ text: String, at field: String) throws(Wrong) -> String {
        let isBlank: (Character) -> Bool = { $0.isWhitespace }
        guard let first = text.firstIndex(where: { !isBlank($0) }), let last = text.lastIndex(where: { !isBlank($0) })
        else { throw Wrong("blank", at: field, "must not be blank") }
        let name = text[first...last]
        // The database counts code points, of which a character may have many.
        guard name.unicodeScalars.count <= longest else {
            throw Wrong("tooLong", at: field, "must have at most \(longest) characters")
        }
        guard name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw Wrong("controlCharacter", at: field, "must not have control characters")
        }
        return String(name)
    }
}
