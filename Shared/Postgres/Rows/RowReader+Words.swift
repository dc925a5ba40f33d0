/// A column holds a word that this program does not know; a newer one wrote it.
public struct UnknownWord: Error, CustomStringConvertible {
    /// Which words were expected, by the name of their type.
    public let type: String

    /// One sentence, without the word: a value shows in no error.
    public var description: String { "a column holds a word that no \(type) is" }
}

extension RowReader {
    /// Reads a text column that holds one of a few words.
    ///
    /// - Throws: ``UnknownWord`` for any other, ``PostgresError`` where the column is no text.
    public mutating func word<Word: RawRepresentable>(_: Word.Type = Word.self) throws -> Word
    where Word.RawValue == String {
        guard let word = Word(rawValue: try next(String.self)) else { throw UnknownWord(type: "\(Word.self)") }
        return word
    }
}
