extension Bool: PostgresCodable {
    /// `boolean`
    public static var postgresType: PostgresType { .bool }

    /// Appends one byte, 0 or 1.
    public func encode(into writer: inout BinaryWriter) {
        writer.write(UInt8(self ? 1 : 0))
    }

    /// Reads a `boolean`.
    public init(cell: borrowing Cell) throws(CellError) {
        try cell.require(.bool, for: Self.self)
        self = try cell.integer(UInt8.self, for: Self.self) != 0
    }
}
