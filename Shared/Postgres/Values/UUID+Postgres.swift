public import Foundation

extension UUID: PostgresCodable {
    /// `uuid`
    public static var postgresType: PostgresType { .uuid }

    /// Appends the sixteen bytes.
    public func encode(into writer: inout BinaryWriter) {
        withUnsafeBytes(of: uuid) { writer.write(contentsOf: $0) }
    }

    /// Reads a `uuid`.
    public init(cell: borrowing Cell) throws(CellError) {
        try cell.require(.uuid, for: Self.self)
        let bytes = try cell.withBytes(for: Self.self) { bytes throws(CellError) in
            guard bytes.count == MemoryLayout<uuid_t>.size else { throw .malformed(UUID.self) }
            return bytes.loadUnaligned(as: uuid_t.self)
        }
        self.init(uuid: bytes)
    }
}
