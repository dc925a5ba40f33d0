extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    /// The wrapped type's, so that the server knows what the NULL is.
    public static var postgresType: PostgresType { Wrapped.postgresType }

    /// Whether there is no value.
    public var isNull: Bool { self?.isNull ?? true }

    /// The value's own type, if there is one.
    public var boundType: UInt32 { self?.boundType ?? Wrapped.postgresType.oid }

    /// Appends the value.
    public func encode(into writer: inout BinaryWriter) {
        self?.encode(into: &writer)
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    /// Reads the value; NULL is nil.
    public init(cell: borrowing Cell) throws(CellError) {
        self = cell.isNull ? nil : try Wrapped(cell: cell)
    }
}
