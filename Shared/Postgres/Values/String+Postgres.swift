extension String: PostgresCodable {
    /// `text`
    public static var postgresType: PostgresType { .text }

    /// Appends the UTF-8 form.
    public func encode(into writer: inout BinaryWriter) {
        writer.write(contentsOf: utf8)
    }

    /// Reads any type whose binary form is its text: `text`, `varchar`, `char(n)`, `name`, and enums and other types
    /// that were made by `CREATE TYPE` or an extension, as far as their bytes are UTF-8.
    public init(cell: borrowing Cell) throws(CellError) {
        guard !cell.isNull else { throw .null(String.self) }
        guard PostgresType.textual.contains(cell.type) || cell.type >= PostgresType.firstUserDefined else {
            throw .mismatch(String.self)
        }
        self = try cell.withBytes(for: String.self) { bytes throws(CellError) in
            guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformed(String.self) }
            return text
        }
    }
}
