import Foundation

/// A time zone of the IANA database, by name. A fixed offset is not a zone: it knows nothing of summer time.
public struct Zone: Hashable, Sendable {
    /// The name, such as `America/New_York` or `UTC`.
    public let identifier: String
    private let rules: TimeZone

    /// Coordinated universal time, in which statements and billing periods are counted.
    public static let utc = Zone(identifier: "UTC", rules: .gmt)

    /// Takes a name as it came from outside; nil unless the database has it.
    ///
    /// Only `Area/Place` names and `UTC` pass: Foundation also takes `GMT+5`, and reads other junk as offset 0.
    public init?(_ identifier: String) {
        guard identifier != Zone.utc.identifier else {
            self = .utc
            return
        }
        guard identifier.utf8.count <= Self.maximumLength, identifier.contains("/"),
            identifier.utf8.allSatisfy(Self.isNameByte), let rules = TimeZone(identifier: identifier)
        else { return nil }
        self.init(identifier: identifier, rules: rules)
    }

    private init(identifier: String, rules: TimeZone) {
        self.identifier = identifier
        self.rules = rules
    }

    /// Seconds that local clocks are ahead of UTC at a second since 1970; negative west of it.
    func offset(at second: Int) -> Int {
        rules.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
    }

    private static let maximumLength = 64

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: [UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+")].contains(byte)
        }
    }
}

extension Zone: Codable, CustomStringConvertible {
    /// Decodes from the plain name; an unknown one is refused.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let zone = Zone(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "zone is not the name of an IANA time zone")
        }
        self = zone
    }

    /// Encodes as the plain name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(identifier)
    }

    /// The name.
    public var description: String { identifier }
}
