/// What people are told of a value.
public struct Note: Sendable, Hashable {
    /// What it is here; nil where nothing is told.
    public var sentence: String?
    /// What holds for all values of the type, wherever they stand: how a time is written, what each word means.
    public var rest: String?

    /// What people are told of a value.
    public init(_ sentence: String?, rest: String? = nil) {
        self.sentence = sentence
        self.rest = rest
    }

    /// In the words of CommonMark, as OpenAPI and AsyncAPI read descriptions.
    var text: String {
        // A list needs a paragraph of its own, a sentence goes on behind the other.
        let space = rest?.hasPrefix("- ") == true ? "\n\n" : " "
        return [sentence, rest].compactMap(\.self).joined(separator: space)
    }
}

extension Schema {
    /// The same with a sentence on what it is here; what holds for its type wherever it stands is kept.
    func told(_ sentence: String?) -> Schema {
        guard let sentence else { return self }
        guard case .described(let schema, let note) = self else { return .described(self, Note(sentence)) }
        return .described(schema, Note(sentence, rest: note.rest))
    }
}
