public import Foundation

/// That what was called is going to end, as its answers say: `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and the
/// `Link` beside them.
public struct EndNotice: Sendable, Hashable {
    /// Since when, or from when on, it should not be used; nil when only its end is told, or no time.
    public let deprecatedAt: Date?
    /// When it stops to answer; nil when that is not told.
    public let endsAt: Date?
    /// Where to read about it; at most 500 bytes, as it came.
    public let link: String?

    private static let longestLink = 500

    /// Reads the fields of an answer; nil when they announce nothing.
    ///
    /// Before it became a standard, `Deprecation` was `true` or a date as HTTP writes dates; both are understood.
    public init?(_ headers: HTTPHeaders) {
        let deprecation = headers["Deprecation"]?.trimmingCharacters(in: .whitespaces)
        endsAt = headers["Sunset"].flatMap(HTTPDate.parse)
        deprecatedAt = deprecation.flatMap(Self.date)
        guard endsAt != nil || deprecatedAt != nil || deprecation?.lowercased() == "true" else { return nil }
        link = headers.values(of: "Link").lazy.compactMap(Self.link).first
    }

    /// A structured field's date is `@` and seconds since 1970 (RFC 9651 §3.3.7); parameters may follow.
    private static func date(_ text: String) -> Date? {
        guard text.hasPrefix("@") else { return HTTPDate.parse(text) }
        // More digits than the year 5000 has are a typing error.
        let digits = text.dropFirst().prefix { $0 != ";" }
        guard digits.utf8.count <= 11, let seconds = Int64(digits) else { return nil }
        return Date(timeIntervalSince1970: Double(seconds))
    }

    /// The address of the first link whose relation is one of ours (RFC 8288 §3).
    private static func link(_ field: String) -> String? {
        guard field.utf8.count <= 4000 else { return nil }
        let one = /<([^>]*)>\s*;[^<]*?rel="?(?:deprecation|sunset|successor-version)"?/
        guard let target = field.firstMatch(of: one)?.output.1, target.utf8.count <= longestLink else { return nil }
        return String(target)
    }
}
