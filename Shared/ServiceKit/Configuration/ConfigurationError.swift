/// A setting that is missing or wrong: one sentence that names the key and says what is expected. The process exits 78.
public struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    /// The key as the environment spells it, such as `DATABASE_URL`.
    public let key: String

    /// The sentence for the person who starts the service; it never contains a secret's value.
    public let sentence: String

    /// Names a key and what is wrong with it; the sentence reads on after the key: "must be a URL of PostgreSQL."
    public init(key: String, _ rest: String) {
        self.key = key
        self.sentence = "\(key) \(rest)"
    }

    /// The sentence.
    public var description: String { sentence }
}
