public import Foundation
public import Outbound

/// An instant as the API writes it almost everywhere: whole seconds since 1970.
public struct UnixSeconds: Codable, Sendable, Hashable, Comparable {
    /// Since 1970-01-01T00:00:00Z.
    public let seconds: Int

    /// Wraps seconds since 1970.
    public init(_ seconds: Int) { self.seconds = seconds }

    /// The whole second in which the instant lies.
    public init(_ date: Date) { seconds = Int(date.timeIntervalSince1970.rounded(.down)) }

    /// The instant.
    public var date: Date { Date(timeIntervalSince1970: Double(seconds)) }

    /// Earlier first.
    public static func < (left: Self, right: Self) -> Bool { left.seconds < right.seconds }
}

extension UnixSeconds: LooseValue {
    /// Seconds as a number or a text. Zero is nil: the channel writes 0 for "not yet".
    public static func loose(from container: any SingleValueDecodingContainer) throws -> UnixSeconds? {
        guard let seconds = try Int.loose(from: container), seconds != 0 else { return nil }
        return UnixSeconds(seconds)
    }

    /// Reads a plain number.
    public init(from decoder: any Decoder) throws {
        seconds = try decoder.singleValueContainer().decode(Int.self)
    }

    /// Writes a plain number.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(seconds)
    }
}
