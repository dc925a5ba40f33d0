import Contracts
import Foundation
import Postgres

extension Instant {
    /// The time of a date, to the nearest millisecond: a `Date` is binary, and cutting would lose one.
    init(nearest date: Date) {
        self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }
}

/// A column holds a word that this program does not know; a newer one wrote it.
struct UnknownWord: Error {
    let type: String
}

extension RowReader {
    /// Reads a text column that holds one of a few words.
    mutating func word<Word: RawRepresentable>(_: Word.Type = Word.self) throws -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: try next(String.self)) else { throw UnknownWord(type: "\(Word.self)") }
        return word
    }
}
