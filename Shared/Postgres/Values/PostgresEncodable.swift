/// A value that can be bound to a statement.
///
/// A type with a raw value needs no more than the conformance: `enum OrderState: String, PostgresCodable`.
public protocol PostgresEncodable: Sendable {
    /// The type that the server is told, also for NULL.
    static var postgresType: PostgresType { get }
    /// Whether this value is NULL; then ``encode(into:)`` is not called.
    var isNull: Bool { get }
    /// The object id told for this very value; ``postgresType``'s unless the value itself knows better.
    var boundType: UInt32 { get }
    /// Appends the binary form, without a length in front.
    func encode(into writer: inout BinaryWriter)
    /// The type of an array of such values; only `UInt8`, whose arrays are `bytea`, has one of its own.
    static var postgresArrayType: PostgresType { get }
    /// Appends the binary form of an array of such values.
    static func encode(array: [Self], into writer: inout BinaryWriter)
}

extension PostgresEncodable {
    /// Not NULL.
    public var isNull: Bool { false }
    /// The object id of ``postgresType``.
    public var boundType: UInt32 { Self.postgresType.oid }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
    /// The raw value's type.
    public static var postgresType: PostgresType { RawValue.postgresType }

    /// Appends the raw value.
    public func encode(into writer: inout BinaryWriter) {
        rawValue.encode(into: &writer)
    }
}

/// A value that can be bound to a statement and read from a row.
public typealias PostgresCodable = PostgresDecodable & PostgresEncodable
