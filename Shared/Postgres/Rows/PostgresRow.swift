/// What one row of a statement means; declared under the statement that feeds it.
///
/// ```swift
/// struct Shipment: PostgresRow {
///     let id: UUID
///     let carrier: String?
///     init(row: inout RowReader) throws {
///         id = try row.next()
///         carrier = try row.next()
///     }
/// }
/// ```
public protocol PostgresRow: Sendable {
    /// Reads the columns from left to right, in the order in which the statement lists them.
    init(row: inout RowReader) throws
}
