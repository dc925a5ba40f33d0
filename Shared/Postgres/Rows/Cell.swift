/// One value of a row as the server sent it: a type and bytes in binary format, valid while it is being read.
public struct Cell: ~Copyable {
    /// The object id of the value's type.
    public let type: UInt32
    /// The binary form; nil is NULL.
    let bytes: UnsafeRawBufferPointer?

    init(type: UInt32, bytes: UnsafeRawBufferPointer?) {
        self.type = type
        self.bytes = bytes
    }

    /// Whether the value is NULL.
    public var isNull: Bool { bytes == nil }

    /// Lends the bytes; throws when the value is NULL. They are gone when `body` returns.
    public func withBytes<Value>(
        for wanted: any Any.Type, _ body: (UnsafeRawBufferPointer) throws(CellError) -> Value
    ) throws(CellError) -> Value {
        guard let bytes else { throw .null(wanted) }
        return try body(bytes)
    }

    /// Reads an integer of exactly this width.
    func integer<Width: FixedWidthInteger>(
        _ width: Width.Type, for wanted: any Any.Type
    ) throws(CellError) -> Width {
        guard let bytes else { throw .null(wanted) }
        guard bytes.count == MemoryLayout<Width>.size else { throw .malformed(wanted) }
        return Width(bigEndian: bytes.loadUnaligned(as: Width.self))
    }

    /// Checks the type; NULL is told apart first, since it fits every type.
    func require(_ expected: PostgresType, for wanted: any Any.Type) throws(CellError) {
        guard bytes != nil else { throw .null(wanted) }
        guard type == expected.oid else { throw .mismatch(wanted) }
    }
}
