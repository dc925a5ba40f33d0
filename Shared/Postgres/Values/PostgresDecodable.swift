/// A value that can be read from a column of a row.
public protocol PostgresDecodable: Sendable {
    /// Reads the value, checking the cell's type. Throws rather than guesses.
    init(cell: borrowing Cell) throws(CellError)
    /// Reads an array of such values; only `UInt8`, whose arrays are `bytea`, has a way of its own.
    static func array(cell: borrowing Cell) throws(CellError) -> [Self]
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
    /// Reads the raw value; one that the type does not know is an error.
    public init(cell: borrowing Cell) throws(CellError) {
        let raw = try RawValue(cell: cell)
        guard let value = Self(rawValue: raw) else { throw .malformed(Self.self) }
        self = value
    }
}

/// Why a cell could not be read. The row adds the column's name and number; the value itself is never part of it.
public enum CellError: Error {
    /// The column has another type than the Swift type can be read from.
    case mismatch(any Any.Type)
    /// The column is NULL and the Swift type is not optional.
    case null(any Any.Type)
    /// The column is an array with a NULL in it, and its element type is not optional.
    case nullElement(any Any.Type)
    /// The bytes are not a value of the Swift type: too large, unknown, or cut short.
    case malformed(any Any.Type)
}
