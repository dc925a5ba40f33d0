extension Double: PostgresCodable {
    /// `double precision`
    public static var postgresType: PostgresType { .float8 }

    /// Appends the eight bytes of IEEE 754.
    public func encode(into writer: inout BinaryWriter) {
        writer.write(bitPattern)
    }

    /// Reads a `double precision` or a `real`.
    public init(cell: borrowing Cell) throws(CellError) {
        guard !cell.isNull else { throw .null(Self.self) }
        switch cell.type {
        case PostgresType.float8.oid: self.init(bitPattern: try cell.integer(UInt64.self, for: Self.self))
        case PostgresType.float4.oid: self.init(Float(bitPattern: try cell.integer(UInt32.self, for: Self.self)))
        default: throw .mismatch(Self.self)
        }
    }
}
