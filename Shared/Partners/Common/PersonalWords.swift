/// The words by which a person is known, to be kept out of what a partner says: its sentences, above all about an
/// address, may repeat what they are about, and are kept, told and logged by people who need not know.
public struct PersonalWords: Sendable {
    /// Stands in place of words that are left out.
    public static let mark = "…"
    /// A shorter word tells nobody from others, and may be anything.
    private static let shortest = 2
    /// Digits in a row that may be a part of a telephone number.
    private static let shortestDigits = 3
    /// Words of addresses that tell nobody from others, and of sentences.
    private static let harmless: Set = [
        "street", "st", "road", "rd", "lane", "ln", "avenue", "ave", "drive", "dr", "court", "ct", "place", "pl", "way",
        "apartment", "apt", "unit", "flat", "suite", "floor", "building", "the", "of", "and", "to", "in", "no", "not",
        "is", "on", "at", "address", "city", "name", "phone", "zip",
    ]

    private let words: Set<String>
    /// The digits of each telephone number.
    private let numbers: [String]

    /// - Parameters:
    ///   - texts: Such as a name and the lines of an address.
    ///   - phones: Telephone numbers, however they are written.
    public init(_ texts: [String?], phones: [String?] = []) {
        let words = texts.compactMap(\.self).flatMap { Self.split($0).compactMap(\.word) }
        self.words = Set(words.filter { $0.count >= Self.shortest && !Self.harmless.contains($0) })
        numbers = phones.compactMap { $0?.filter(\.isWholeNumber) }.filter { $0.count >= Self.shortestDigits }
    }

    /// The text without these words, whatever their case; words of other words stay.
    public func hidden(in text: String) -> String {
        var result = ""
        for part in Self.split(text) {
            guard let word = part.word, isPersonal(word) else {
                result += part.text
                continue
            }
            // One mark for several words in a row.
            let isRepeat = result.reversed().first { !$0.isWhitespace }.map(String.init) == Self.mark
            if isRepeat { while result.last?.isWhitespace == true { result.removeLast() } } else { result += Self.mark }
        }
        return result
    }

    private func isPersonal(_ word: String) -> Bool {
        words.contains(word)
            || (word.count >= Self.shortestDigits && word.allSatisfy(\.isWholeNumber)
                && numbers.contains { $0.contains(word) })
    }

    /// A text in pieces: words, in lower case too, and what lies between them.
    private static func split(_ text: String) -> [(text: Substring, word: String?)] {
        var parts: [(text: Substring, word: String?)] = []
        var rest = text[...]
        while let first = rest.first {
            let isWord = isPart(first)
            let part = rest.prefix { isPart($0) == isWord }
            parts.append((part, isWord ? part.lowercased() : nil))
            rest = rest[part.endIndex...]
        }
        return parts
    }

    private static func isPart(_ character: Character) -> Bool { character.isLetter || character.isNumber }
}
