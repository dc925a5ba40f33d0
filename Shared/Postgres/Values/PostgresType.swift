/// A type of the server by its object id, and the id of its arrays. The ids of built-in types never change
/// (PostgreSQL source, `pg_type.dat`).
public struct PostgresType: Sendable, Hashable {
    /// The type's object id; 0 lets the server infer it.
    public let oid: UInt32
    /// The object id of arrays of this type; 0 if there is none.
    public let arrayOID: UInt32

    /// A type that is not named here, such as one an extension adds.
    public init(oid: UInt32, arrayOID: UInt32 = 0) {
        self.oid = oid
        self.arrayOID = arrayOID
    }
}

extension PostgresType {
    /// `boolean`
    public static let bool = PostgresType(oid: 16, arrayOID: 1000)
    /// `bytea`
    public static let bytea = PostgresType(oid: 17, arrayOID: 1001)
    /// `bigint`
    public static let int8 = PostgresType(oid: 20, arrayOID: 1016)
    /// `smallint`
    public static let int2 = PostgresType(oid: 21, arrayOID: 1005)
    /// `integer`
    public static let int4 = PostgresType(oid: 23, arrayOID: 1007)
    /// `text`
    public static let text = PostgresType(oid: 25, arrayOID: 1009)
    /// `real`
    public static let float4 = PostgresType(oid: 700, arrayOID: 1021)
    /// `double precision`
    public static let float8 = PostgresType(oid: 701, arrayOID: 1022)
    /// `json`, which keeps the text as it came
    public static let json = PostgresType(oid: 114, arrayOID: 199)
    /// `jsonb`
    public static let jsonb = PostgresType(oid: 3802, arrayOID: 3807)
    /// `uuid`
    public static let uuid = PostgresType(oid: 2950, arrayOID: 2951)
    /// `date`
    public static let date = PostgresType(oid: 1082, arrayOID: 1182)
    /// `timestamptz`
    public static let timestamptz = PostgresType(oid: 1184, arrayOID: 1185)
    /// `interval`
    public static let interval = PostgresType(oid: 1186, arrayOID: 1187)

    /// Types whose binary form is their text: `text`, `varchar`, `char(n)`, `name`, a quoted literal's `unknown`.
    static let textual: Set<UInt32> = [25, 1043, 1042, 19, 705]

    /// The first object id that the server gives to types a user creates (`FirstNormalObjectId`).
    static let firstUserDefined: UInt32 = 16_384
}
