import Foundation

/// An address with places for names, such as `/v1/orders/{order}`.
struct PathPattern: Sendable, Hashable, CustomStringConvertible {
    /// A part between slashes.
    private enum Part: Hashable {
        case word(String)
        case place(String)
    }

    /// As it is written.
    let description: String
    private let parts: [Part]
    /// More is never asked of one place.
    static let longestValue = 200

    init(_ text: String) {
        description = text
        parts = text.split(separator: "/").map { part in
            part.hasPrefix("{") && part.hasSuffix("}")
                ? .place(String(part.dropFirst().dropLast())) : .word(String(part))
        }
        words = parts.count { if case .word = $0 { true } else { false } }
    }

    /// The names of its places, in order.
    var places: [String] {
        parts.compactMap { if case .place(let name) = $0 { name } else { nil } }
    }

    /// How many parts it has.
    var length: Int { parts.count }

    /// How many of its parts are words: of two patterns that fit, the one with more is meant.
    let words: Int

    /// What stands in its places, when the address fits.
    func match(_ segments: [String]) -> [String: String]? {
        guard segments.count == parts.count else { return nil }
        var values: [String: String] = [:]
        for (part, segment) in zip(parts, segments) {
            switch part {
            case .word(let word): guard word == segment else { return nil }
            case .place(let name):
                guard segment.utf8.count <= Self.longestValue else { return nil }
                values[name] = segment
            }
        }
        return values
    }

    /// The parts of an address as it came; nil when it is not properly encoded, or has no end.
    static func segments(of path: String) -> [String]? {
        let raw = path.split(separator: "/", omittingEmptySubsequences: true)
        guard raw.count <= 12 else { return nil }
        let decoded = raw.compactMap { part in
            part.utf8.contains(UInt8(ascii: "%")) ? part.removingPercentEncoding : String(part)
        }
        return decoded.count == raw.count ? decoded : nil
    }
}
