extension Int16: PostgresCodable {
    /// `smallint`
    public static var postgresType: PostgresType { .int2 }

    /// Appends two bytes.
    public func encode(into writer: inout BinaryWriter) {
        writer.write(self)
    }

    /// Reads a `smallint`.
    public init(cell: borrowing Cell) throws(CellError) {
        try cell.require(.int2, for: Self.self)
        self = try cell.integer(Int16.self, for: Self.self)
    }
}

extension Int32: PostgresCodable {
    /// `integer`
    public static var postgresType: PostgresType { .int4 }

    /// Appends four bytes.
    public func encode(into writer: inout BinaryWriter) {
        writer.write(self)
    }

    /// Reads an `integer` or a narrower one.
    public init(cell: borrowing Cell) throws(CellError) {
        guard let value = Int32(exactly: try Int64(cell: cell, for: Self.self)), cell.type != PostgresType.int8.oid
        else { throw .mismatch(Self.self) }
        self = value
    }
}

extension Int64: PostgresCodable {
    /// `bigint`
    public static var postgresType: PostgresType { .int8 }

    /// Appends eight bytes.
    public func encode(into writer: inout BinaryWriter) {
        writer.write(self)
    }

    /// Reads a `bigint` or a narrower one.
    public init(cell: borrowing Cell) throws(CellError) {
        try self.init(cell: cell, for: Self.self)
    }

    /// Reads an integer of any width. A `numeric`, such as the sum of `bigint`s, is none: cast it in the statement.
    init(cell: borrowing Cell, for wanted: any Any.Type) throws(CellError) {
        guard !cell.isNull else { throw .null(wanted) }
        switch cell.type {
        case PostgresType.int8.oid: self = try cell.integer(Int64.self, for: wanted)
        case PostgresType.int4.oid: self = Int64(try cell.integer(Int32.self, for: wanted))
        case PostgresType.int2.oid: self = Int64(try cell.integer(Int16.self, for: wanted))
        default: throw .mismatch(wanted)
        }
    }
}

extension Int: PostgresCodable {
    /// `bigint`
    public static var postgresType: PostgresType { .int8 }

    /// Appends eight bytes.
    public func encode(into writer: inout BinaryWriter) {
        writer.write(Int64(self))
    }

    /// Reads a `bigint` or a narrower one.
    public init(cell: borrowing Cell) throws(CellError) {
        self = Int(try Int64(cell: cell, for: Self.self))
    }
}
