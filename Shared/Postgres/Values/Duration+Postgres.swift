extension Duration: PostgresCodable {
    /// Microseconds of a day of 24 hours.
    private static let microsecondsPerDay: Int64 = 86_400_000_000

    /// `interval`
    public static var postgresType: PostgresType { .interval }

    /// Appends microseconds, days and months (PostgreSQL source, `interval_recv`); all of it is in the microseconds.
    /// More than 291 000 years either way are cut to that.
    public func encode(into writer: inout BinaryWriter) {
        let (seconds, attoseconds) = components
        let bounded = Swift.min(Swift.max(seconds, -9_200_000_000_000), 9_200_000_000_000)
        writer.write(bounded * 1_000_000 + attoseconds / 1_000_000_000_000)
        writer.write(Int32(0))
        writer.write(Int32(0))
    }

    /// Reads an `interval`, a day as 24 hours. One with months has no length in seconds and is an error.
    public init(cell: borrowing Cell) throws(CellError) {
        try cell.require(.interval, for: Self.self)
        let (time, days, months) = try cell.withBytes(for: Self.self) { bytes throws(CellError) in
            guard bytes.count == 16 else { throw .malformed(Duration.self) }
            return (
                Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)),
                Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: Int32.self)),
                Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: 12, as: Int32.self))
            )
        }
        guard months == 0 else { throw .malformed(Self.self) }
        self = .microseconds(time) + .seconds(Int64(days) * (Self.microsecondsPerDay / 1_000_000))
    }
}
