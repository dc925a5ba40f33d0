/// A word that a caller names something by.
enum PlainText {
    /// The most characters.
    static let longest = 200

    /// The word, if it can be one: not empty, not endless, and nothing that no channel and no table has.
    static func checked(_ text: String, at field: String) throws(Obstacle) -> String {
        // Scalars: one sign may be a letter with any number of accents.
        let isPlain = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        guard (1...longest).contains(text.unicodeScalars.count), isPlain else {
            throw .outOfRange(field, "must have 1 to \(longest) characters, none of them a control character")
        }
        return text
    }

    /// The same of a word that may be left out.
    static func checked(_ text: String?, at field: String) throws(Obstacle) -> String? {
        guard let text else { return nil }
        return try checked(text, at: field) as String
    }
}
