/// Bytes in network order, as PostgreSQL's binary formats are made of.
public struct BinaryWriter: Sendable {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []

    init() {}

    /// How many bytes were written so far.
    public var count: Int { bytes.count }

    /// Writes an integer, most significant byte first.
    public mutating func write(_ integer: some FixedWidthInteger) {
        withUnsafeBytes(of: integer.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Writes bytes as they are.
    public mutating func write(contentsOf more: some Sequence<UInt8>) {
        bytes.append(contentsOf: more)
    }

    /// Makes room at once for what will follow.
    mutating func reserve(_ more: Int) {
        bytes.reserveCapacity(bytes.count + more)
    }

    /// Overwrites the four bytes at `offset`, where a length was left open.
    mutating func patch(_ length: Int32, at offset: Int) {
        withUnsafeBytes(of: length.bigEndian) { source in
            for index in 0..<source.count { bytes[offset + index] = source[index] }
        }
    }
}
