internal import CPostgres

/// Reads one row, column by column from left to right, while the row is being decoded.
///
/// ```swift
/// init(row: inout RowReader) throws {
///     id = try row.next(UUID.self)
///     carrier = try row.next(String?.self)
/// }
/// ```
public struct RowReader: ~Copyable {
    private let result: OpaquePointer
    private let row: Int32
    private var column: Int32 = 0

    init(result: borrowing QueryResult, row: Int) {
        self.result = result.pointer
        self.row = Int32(row)
    }

    /// How many columns the row has.
    public var columnCount: Int { Int(PQnfields(result)) }

    /// Reads the next column.
    public mutating func next<Value: PostgresDecodable>(_ type: Value.Type = Value.self) throws(PostgresError) -> Value
    {
        defer { column += 1 }
        do {
            return try Value(cell: try cell(for: type))
        } catch {
            throw problem(error, wanted: Value.self)
        }
    }

    /// Leaves the next column out.
    public mutating func skip() {
        column += 1
    }

    private func cell(for wanted: any Any.Type) throws(CellError) -> Cell {
        guard column < PQnfields(result) else { throw .null(wanted) }
        let type = PQftype(result, column)
        guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else {
            return Cell(type: type, bytes: nil)
        }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, column)))
        return Cell(type: type, bytes: bytes)
    }

    /// Adds the column's name, number and type to what a cell could not be.
    private func problem(_ error: CellError, wanted: any Any.Type) -> PostgresError {
        guard column < PQnfields(result) else {
            return PostgresError(
                .decoding, "no column \(column + 1) to read \(wanted) from: the row has \(columnCount)")
        }
        let name = PQfname(result, column).map { String(cString: $0) } ?? ""
        let place = "column \(column + 1) \"\(name)\" of type OID \(PQftype(result, column))"
        switch error {
        case .mismatch(let type): return PostgresError(.decoding, "\(place) cannot be read as \(type)")
        case .null(let type): return PostgresError(.decoding, "\(place) is NULL, but \(type) is expected")
        case .nullElement(let type): return PostgresError(.decoding, "\(place) holds a NULL, but \(type) is expected")
        case .malformed(let type): return PostgresError(.decoding, "\(place) holds no value of \(type)")
        }
    }
}

extension RowReader {
    /// Reads several columns at once, as in `row.next((UUID, String, Int?).self)`.
    public mutating func next<each Column: PostgresDecodable>(
        _ type: (repeat each Column).Type
    ) throws(PostgresError) -> (repeat each Column) {
        (repeat try next((each Column).self))
    }
}
