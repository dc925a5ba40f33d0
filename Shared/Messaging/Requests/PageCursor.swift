public import Contracts
import Crypto
import Foundation

/// Where a page of a list ended. Opaque to callers, and good for the list and the filter alone that it came from:
/// elsewhere it would begin in the middle of something else.
public struct PageCursor: Hashable, Sendable {
    /// A list with everything by which it was narrowed.
    public struct Filter: Hashable, Sendable {
        /// The same for the same list and filter, and different for others.
        public let digest: String

        /// Names a list and how it was narrowed.
        ///
        /// - Parameters:
        ///   - list: A constant word, such as `orders`.
        ///   - parts: The parts of the filter in a fixed order; nil: not narrowed by it.
        public init(_ list: String, _ parts: [String?]) {
            // Lengths keep neighbours apart, whatever is in them.
            let text = ([list] + parts).map { $0.map { "\($0.utf8.count):\($0)" } ?? "-" }.joined(separator: "/")
            digest = Data(SHA256.hash(data: Data(text.utf8)).prefix(6)).base64EncodedString()
        }
    }

    /// The time of the last line.
    public let at: Instant
    /// What tells lines of the same time apart.
    public let keys: [String]

    private struct Written: Codable {
        let f: String
        let t: Int64
        let k: [String]
    }

    /// The year 1.
    private static let earliest: Int64 = -62_135_596_800_000
    /// The year 9999, beyond which the database does not follow.
    private static let latest: Int64 = 253_402_300_799_000
    private static let longest = 400

    /// The end of a page.
    public init(at: Instant, keys: [String]) {
        self.at = at
        self.keys = keys
    }

    /// Reads a cursor as a caller brings it back.
    ///
    /// - Parameter count: How many keys a line of the list has.
    /// - Throws: ``Wrong`` of `/cursor` for anything that is not of this list and filter.
    public init(_ text: String, of filter: Filter, keys count: Int) throws(Wrong) {
        guard text.utf8.count <= Self.longest, let data = Self.data(text),
            let written = try? JSONDecoder().decode(Written.self, from: data), written.f == filter.digest,
            (Self.earliest...Self.latest).contains(written.t), written.k.count == count,
            // Anybody can write a cursor, and what is in it goes into SQL, which takes no zero byte.
            written.k.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x20 } })
        else { throw .unknownCursor }
        self.init(at: Instant(milliseconds: written.t), keys: written.k)
    }

    /// As it is given to a caller, in the alphabet of RFC 4648 §5.
    public func text(of filter: Filter) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let data = try encoder.encode(Written(f: filter.digest, t: at.milliseconds, k: keys))
        return data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func data(_ text: String) -> Data? {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4))
    }
}

extension Wrong {
    /// A cursor that is not of this list and filter.
    public static let unknownCursor = Wrong(
        "unknownCursor", at: "/cursor", "must be the `next` of a page of this list and filter")
}
