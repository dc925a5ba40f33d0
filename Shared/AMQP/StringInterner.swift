import CRabbitMQ
import Glibc

/// Turns the bytes of names that come again and again (header names, routing keys) into strings without allocating.
///
/// A direct-mapped cache: a name that falls on another's slot replaces it, so memory is bounded.
struct StringInterner {
    private var slots = [String](repeating: "", count: 64)
    private static let longestKept = 64

    /// The text of the bytes; bytes that are not UTF-8 are repaired, never fatal.
    mutating func string(_ bytes: amqp_bytes_t) -> String {
        guard bytes.len > 0, let start = bytes.bytes else { return "" }
        let buffer = UnsafeRawBufferPointer(start: start, count: bytes.len)
        guard bytes.len <= Self.longestKept else { return String(decoding: buffer, as: UTF8.self) }
        let slot =
            (bytes.len &* 31 &+ Int(buffer[0]) &* 7 &+ Int(buffer[bytes.len / 2]) &+ Int(buffer[bytes.len - 1])) & 63
        if isSame(slots[slot], buffer) { return slots[slot] }
        slots[slot] = String(decoding: buffer, as: UTF8.self)
        return slots[slot]
    }

    private func isSame(_ text: String, _ bytes: UnsafeRawBufferPointer) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { known in
            guard known.count == bytes.count, let left = known.baseAddress, let right = bytes.baseAddress else {
                return false
            }
            return memcmp(left, right, bytes.count) == 0
        } ?? false
    }
}
