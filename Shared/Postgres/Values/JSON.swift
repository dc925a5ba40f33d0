public import Foundation

/// A JSON document as bytes; bound as `jsonb`, read from `jsonb` or `json`.
///
/// The server keeps `jsonb` in its own form: the order of keys, white space and repeated keys do not survive.
public struct JSON: Sendable, Hashable {
    /// The document in UTF-8.
    public var bytes: [UInt8]

    /// A document that is already encoded. The server refuses one that is not JSON.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Encodes a value.
    public init(encoding value: some Encodable, with encoder: JSONEncoder = JSONEncoder()) throws {
        self.init(bytes: Array(try encoder.encode(value)))
    }

    /// Decodes a value.
    public func decode<Value: Decodable>(
        _ type: Value.Type, with decoder: JSONDecoder = JSONDecoder()
    ) throws -> Value {
        try decoder.decode(type, from: Data(bytes))
    }
}

extension JSON: PostgresCodable {
    /// The only version of jsonb's binary form (PostgreSQL source, `jsonb_recv`).
    private static let version: UInt8 = 1

    /// `jsonb`
    public static var postgresType: PostgresType { .jsonb }

    /// Appends the version and the text.
    public func encode(into writer: inout BinaryWriter) {
        writer.write(Self.version)
        writer.write(contentsOf: bytes)
    }

    /// Reads a `jsonb` or a `json`.
    public init(cell: borrowing Cell) throws(CellError) {
        guard !cell.isNull else { throw .null(JSON.self) }
        let type = cell.type
        self.bytes = try cell.withBytes(for: JSON.self) { bytes throws(CellError) in
            switch type {
            case PostgresType.json.oid: return Array(bytes)
            case PostgresType.jsonb.oid:
                guard bytes.first == Self.version else { throw .malformed(JSON.self) }
                return Array(bytes.dropFirst())
            default: throw .mismatch(JSON.self)
            }
        }
    }
}
