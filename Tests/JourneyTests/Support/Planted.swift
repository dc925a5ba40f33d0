import Foundation

/// Texts that must be found nowhere, each of a kind of its own, and how they are looked for: without regard to case, as
/// they are and as the hexadecimal digits in which PostgreSQL shows bytes.
struct Planted: Sendable {
    /// What a text is, such as "the buyer's phone".
    var texts: [String: String]

    /// What a buyer tells, in a form in which the sandbox takes it; one of a kind each.
    static let buyer = [
        "the buyer's first name": "Zaphodine", "the buyer's last name": "Plantagenista",
        "the buyer's phone": "5550109876", "the buyer's street": "77 Markerstone Lane",
        "the buyer's flat": "Flat Quokka", "the buyer's note": "ring twice for Wombat",
    ]

    /// What an outside producer tells of a buyer.
    static let stranger = [
        "the stranger's id": "buyer-Ocelotta-7", "the stranger's name": "Brunhilde Axolotlsen",
        "the stranger's phone": "5550204711", "the stranger's street": "12 Narwhal Crescent",
    ]

    /// What opens doors and is told by settings: of all services, and of one.
    static let secrets = [
        "the session key": Data("a session key of thirty-two bytes".utf8.prefix(32)).base64EncodedString(),
        "a header for the collector": "Bearer otlp-Tamarin-91", "what pseudonyms are made with": "pseudonym-Capybara-3",
    ]

    /// The kinds that a text shows.
    func found(in text: String) -> [String] {
        let text = text.lowercased()
        var found = texts.filter { _, planted in
            let asBytes = [planted, planted.lowercased(), planted.uppercased()].map(Self.digits)
            return text.contains(planted.lowercased()) || asBytes.contains { text.contains($0) }
        }.map(\.key)
        if text.firstMatch(of: Self.token) != nil { found.append("a token of the channel's") }
        return found.sorted()
    }

    /// Tokens and codes as the sandbox makes them; also inside of bytes.
    private static var token: Regex<Substring> {
        /row_[a-z0-9]{30}|(?:524f575f|726f775f)(?:3[0-9]|4[1-9a-f]|5[0-9a]|6[1-9a-f]|7[0-9a]){30}/
    }

    private static func digits(_ text: String) -> String {
        text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
