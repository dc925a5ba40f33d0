/// One bound value: its type and its bytes in PostgreSQL's binary format.
public struct Parameter: Sendable, Hashable {
    /// The type that the server is told.
    public let type: PostgresType
    /// The binary form; nil is NULL.
    public let bytes: [UInt8]?

    /// A value that is already in binary form, for a type that has no Swift counterpart here.
    public init(type: PostgresType, bytes: [UInt8]?) {
        self.type = type
        self.bytes = bytes
    }
}

extension Parameter: PostgresEncodable {
    /// Unknown until a value is there; ``boundType`` tells the value's own.
    public static var postgresType: PostgresType { PostgresType(oid: 0) }

    /// The type of this very value.
    public var boundType: UInt32 { type.oid }

    /// Whether the value is NULL.
    public var isNull: Bool { bytes == nil }

    /// Writes the bytes as they are.
    public func encode(into writer: inout BinaryWriter) {
        if let bytes { writer.write(contentsOf: bytes) }
    }
}
