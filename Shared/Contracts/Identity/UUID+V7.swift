public import Foundation

extension UUID {
    /// A version 7 UUID (RFC 9562 §5.7): 48 bits of Unix milliseconds, then 74 random bits, so that ids sort by time.
    public static func v7(at instant: Date = Date()) -> UUID {
        // Not those of `UUID()`, which opens, reads and closes a file for each.
        var generator = SystemRandomNumberGenerator()
        return v7(milliseconds: UInt64(instant.timeIntervalSince1970 * 1000), using: &generator)
    }

    /// The same with a given source of random bits, for tests that repeat.
    public static func v7(milliseconds: UInt64, using generator: inout some RandomNumberGenerator) -> UUID {
        let high = milliseconds << 16 | 0x7000 | UInt64.random(in: 0...0x0FFF, using: &generator)
        let low = 0x8000_0000_0000_0000 | (UInt64.random(in: 0...UInt64.max, using: &generator) >> 2)
        return UUID(high: high, low: low)
    }

    /// The instant inside a version 7 id, to the millisecond; nil for any other version.
    public var v7Instant: Date? {
        let (high, _) = words
        guard (high >> 12) & 0xF == 7 else { return nil }
        return Date(timeIntervalSince1970: Double(high >> 16) / 1000)
    }

    /// The sixteen bytes as two big-endian words.
    var words: (high: UInt64, low: UInt64) {
        withUnsafeBytes(of: uuid) { bytes in
            (
                UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    init(high: UInt64, low: UInt64) {
        var bytes: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        withUnsafeMutableBytes(of: &bytes) { buffer in
            buffer.storeBytes(of: high.bigEndian, as: UInt64.self)
            buffer.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        self.init(uuid: bytes)
    }
}
