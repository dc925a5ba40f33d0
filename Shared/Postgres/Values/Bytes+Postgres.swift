extension UInt8: PostgresCodable {
    /// A lone byte is a `smallint`, the smallest integer there is; an array of bytes is a `bytea`.
    public static var postgresType: PostgresType { .int2 }
    /// `bytea`
    public static var postgresArrayType: PostgresType { .bytea }

    /// Appends the byte as a `smallint`.
    public func encode(into writer: inout BinaryWriter) {
        writer.write(Int16(self))
    }

    /// Appends the bytes as they are.
    public static func encode(array: [UInt8], into writer: inout BinaryWriter) {
        writer.write(contentsOf: array)
    }

    /// Reads a `smallint` from 0 to 255.
    public init(cell: borrowing Cell) throws(CellError) {
        guard let byte = UInt8(exactly: try Int16(cell: cell)) else { throw .malformed(UInt8.self) }
        self = byte
    }

    /// Reads a `bytea`.
    public static func array(cell: borrowing Cell) throws(CellError) -> [UInt8] {
        try cell.require(.bytea, for: [UInt8].self)
        return try cell.withBytes(for: [UInt8].self) { Array($0) }
    }
}
