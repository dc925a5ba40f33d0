import Foundation
import Testing

@testable import Postgres

@Suite struct RowTests {
    private struct Shipment: PostgresRow, Equatable {
        let number: Int
        let carrier: String?

        init(row: inout RowReader) throws {
            number = try row.next()
            row.skip()
            carrier = try row.next()
        }
    }

    @Test("a row is read from left to right")
    func aRowIsReadFromLeftToRight() async throws {
        try await withPool(size: 1) { pool in
            let shipments = try await pool.rows(
                "SELECT n, now(), CASE n WHEN 2 THEN 'ups' END FROM generate_series(1, 3) n", as: Shipment.self)
            #expect(shipments.map(\.number) == [1, 2, 3])
            #expect(shipments.map(\.carrier) == [nil, "ups", nil])
            #expect(try await pool.first("SELECT 1, 2, 'x' WHERE false", as: Shipment.self) == nil)
        }
    }

    @Test("an error names the column and never the value")
    func anErrorNamesTheColumnAndNeverTheValue() async throws {
        try await withPool(size: 1) { pool in
            let mismatch = await postgresError {
                _ = try await pool.rows("SELECT 1, 'secret' AS carrier", as: (Int, Int).self)
            }
            // OID 25 is text.
            #expect(mismatch?.message == #"column 2 "carrier" of type OID 25 cannot be read as Int"#)
            #expect(mismatch?.code == .decoding)
            #expect(mismatch?.statement == "SELECT 1, 'secret' AS carrier")
            let null = await postgresError { _ = try await pool.rows("SELECT NULL::int AS n", as: Int.self) }
            #expect(null?.message == #"column 1 "n" of type OID 23 is NULL, but Int is expected"#)
            let missing = await postgresError { _ = try await pool.rows("SELECT 1", as: (Int, Int).self) }
            #expect(missing?.message == "no column 2 to read Int from: the row has 1")
            let narrow = await postgresError { _ = try await pool.rows("SELECT 300::int2 AS n", as: UInt8.self) }
            #expect(narrow?.message == #"column 1 "n" of type OID 21 holds no value of UInt8"#)
            try await pool.run("SELECT 1")
            #expect(pool.snapshot.opened == 1)
        }
    }

    @Test("integers widen but never narrow")
    func integersWidenButNeverNarrow() async throws {
        try await withPool(size: 1) { pool in
            let row = try await pool.first("SELECT 7::int2, 7::int2, 1.5::float4", as: (Int64, Int32, Double).self)
            #expect(try #require(row) == (7, 7, 1.5))
            let narrow = await postgresError { _ = try await pool.first("SELECT 7::int8", as: Int32.self) }
            #expect(narrow?.code == .decoding)
            // The sum of bigints is numeric.
            let sum = await postgresError { _ = try await pool.first("SELECT sum(7::int8)", as: Int.self) }
            #expect(sum?.code == .decoding)
        }
    }

    @Test("text is read from every type that is text")
    func textIsReadFromEveryTypeThatIsText() async throws {
        try await withPool(size: 1) { pool in
            try await pool.run("CREATE TYPE mood AS ENUM ('glad')")
            let row = try await pool.first(
                "SELECT 'a'::text, 'b'::varchar(9), 'c'::name, 'd', 'e'::char(2), 'glad'::mood",
                as: (String, String, String, String, String, String).self)
            let read = try #require(row)
            #expect([read.0, read.1, read.2, read.3, read.4, read.5] == ["a", "b", "c", "d", "e ", "glad"])
        }
    }

    @Test("an unknown case is an error")
    func anUnknownCaseIsAnError() async throws {
        enum State: String, PostgresCodable { case open }
        try await withPool(size: 1) { pool in
            let error = await postgresError { _ = try await pool.first("SELECT 'lost' AS state", as: State.self) }
            #expect(error?.message == #"column 1 "state" of type OID 25 holds no value of State"#)
        }
    }

    /// Bytes that no server sends: every one must end in an error, none in a crash.
    @Test(
        "a malformed array is an error",
        arguments: [
            [], [0, 0, 0, 1], [0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 23, 0, 0, 0, 1, 0, 0, 0, 1],
            // One dimension of two billion elements.
            [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 23, 0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 1],
            // A negative number of elements.
            [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 23, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 1],
            // One element of two billion bytes.
            [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 23, 0, 0, 0, 1, 0, 0, 0, 1, 0x7F, 0xFF, 0xFF, 0xFF],
            // One integer of three bytes.
            [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 23, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3],
        ] as [[UInt8]])
    func aMalformedArrayIsAnError(bytes: [UInt8]) {
        #expect(isRefused(bytes, by: [Int].self, type: 1007))
    }

    @Test("every cut of a value is an error")
    func everyCutOfAValueIsAnError() {
        let bytes = [UInt8](repeating: 0xFF, count: 24)
        for count in 0...bytes.count {
            let cut = Array(bytes[..<count])
            #expect(isRefused(cut, by: UUID.self, type: 2950) == (count != 16))
            #expect(isRefused(cut, by: Date.self, type: 1184) == (count != 8))
            #expect(isRefused(cut, by: Bool.self, type: 16) == (count != 1))
            // 0xFF never occurs in UTF-8; jsonb's version is 1; an interval of -1 months has no length.
            #expect(isRefused(cut, by: String.self, type: 25) == (count != 0))
            #expect(isRefused(cut, by: JSON.self, type: 3802))
            #expect(isRefused(cut, by: Duration.self, type: 1186))
        }
    }

    private func isRefused<Value: PostgresDecodable>(_ bytes: [UInt8], by: Value.Type, type: UInt32) -> Bool {
        bytes.withUnsafeBytes { bytes in
            do {
                _ = try Value(cell: Cell(type: type, bytes: bytes))
                return false
            } catch {
                return true
            }
        }
    }
}
