/// Which metadata keys must not show their values, and how a password inside a URL is removed.
///
/// It errs towards hiding: `token.count` is hidden too. Rename such a key rather than shorten the list.
public struct Redaction: Sendable {
    /// What stands in place of a hidden value.
    public static let mark = "***"

    /// The words that make a key secret in this platform.
    public static let standard = Redaction(words: [
        "password", "passwd", "passphrase", "pwd", "secret", "secrets", "token", "tokens", "authorization", "cookie",
        "credential", "credentials", "signature", "apikey", "accesskey", "privatekey", "recipient", "phone", "email",
    ])

    private let words: Set<String>

    /// Takes the secret words in lower case.
    public init(words: Set<String>) {
        self.words = words
    }

    /// Whether a key names a secret: one of its words, or two neighbours put together (`api_key`), is on the list.
    public func hides(_ key: String) -> Bool {
        let parts = Self.parts(of: key)
        return parts.contains(where: words.contains)
            || zip(parts, parts.dropFirst()).contains { words.contains($0 + $1) }
    }

    /// The text with every `scheme://user:password@` shown as `scheme://user:***@`.
    public func scrubbed(_ text: String) -> String {
        var rest = text[...]
        var clean = ""
        while let scheme = rest.firstRange(of: "://") {
            clean += rest[..<scheme.upperBound]
            rest = rest[scheme.upperBound...]
            let authority = rest.prefix { !"/?# \"'\n".contains($0) }
            guard let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") else {
                continue
            }
            clean += authority[...colon] + Self.mark
            rest = rest[at...]
        }
        return clean.isEmpty ? text : clean + rest
    }

    /// `orderToken.api_key` → order, token, api, key.
    private static func parts(of key: String) -> [String] {
        var parts: [String] = []
        var part = ""
        var wasLower = false
        for character in key {
            let startsWord = !(character.isLetter || character.isNumber) || (character.isUppercase && wasLower)
            if startsWord, !part.isEmpty {
                parts.append(part)
                part = ""
            }
            if character.isLetter || character.isNumber { part += character.lowercased() }
            wasLower = character.isLowercase
        }
        return part.isEmpty ? parts : parts + [part]
    }
}
