/// A word of a list that the channel extends without notice: known ones have names, unknown ones are kept as they came.
public protocol OpenWord: RawRepresentable<String>, LooseValue, CustomStringConvertible {
    /// Takes every word.
    init(rawValue: String)
}

extension OpenWord {
    /// Any text is a word; an empty one is none.
    public static func loose(from container: any SingleValueDecodingContainer) throws -> Self? {
        guard let text = try String.loose(from: container), !text.isEmpty else { return nil }
        return Self(rawValue: text)
    }

    /// The word as it came.
    public var description: String { rawValue }
}
