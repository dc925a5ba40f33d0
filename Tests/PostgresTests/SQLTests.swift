import Foundation
import Postgres
import Testing

@Suite struct SQLTests {
    @Test("a value becomes a placeholder")
    func aValueBecomesAPlaceholder() {
        let name = "x'; DROP TABLE orders; --"
        let sql: SQL = "SELECT * FROM orders WHERE name = \(name) AND total > \(5)"
        #expect(sql.text == "SELECT * FROM orders WHERE name = $1 AND total > $2")
        #expect(
            sql.parameters
                == [
                    Parameter(type: .text, bytes: Array(name.utf8)),
                    Parameter(type: .int8, bytes: [0, 0, 0, 0, 0, 0, 0, 5]),
                ].map { Parameter(type: PostgresType(oid: $0.type.oid), bytes: $0.bytes) })
    }

    @Test("a part brings its values along")
    func aPartBringsItsValuesAlong() {
        let first: SQL = "a = \(1)"
        let second: SQL = "b = \(2) OR c = \(nil as Int?)"
        let sql: SQL = "WHERE \(first) AND (\(second)) AND d = \(4)"
        #expect(sql.text == "WHERE a = $1 AND (b = $2 OR c = $3) AND d = $4")
        #expect(sql.parameters.map { $0.bytes?.last } == [1, 2, nil, 4])
    }

    @Test("placeholders of two digits are renumbered")
    func placeholdersOfTwoDigitsAreRenumbered() {
        let many = (1...12).map { "\($0)" as SQL }.joined(separator: ", ")
        let sql: SQL = "\(0) IN (\(many)) -- ü \(13)"
        #expect(sql.text == "$1 IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) -- ü $14")
        #expect(sql.parameters.map { $0.bytes?.last } == (0...13).map { UInt8($0) })
    }

    @Test("parts are appended")
    func partsAreAppended() {
        var sql: SQL = "SELECT \(1)"
        sql += ", \(2)"
        #expect((sql + " LIMIT \(3)").text == "SELECT $1, $2 LIMIT $3")
        #expect([SQL]().joined(separator: ", ").text == "")
    }

    @Test(
        "a name is quoted",
        arguments: [("orders", #""orders""#), (#"a"b"#, #""a""b""#), ("Ünï", #""Ünï""#), ("", #""""#)])
    func aNameIsQuoted(name: String, quoted: String) {
        #expect(("\(identifier: name)" as SQL).text == quoted)
    }

    @Test("raw text needs its label")
    func rawTextNeedsItsLabel() {
        #expect(("ORDER BY \(unsafe: "1 DESC")" as SQL).text == "ORDER BY 1 DESC")
    }

    @Test("interpolation never injects")
    func interpolationNeverInjects() async throws {
        let hostile = [
            "'; DROP TABLE victims; --", "\\'; DROP TABLE victims; --", "$1", "$$; DROP TABLE victims; $$",
            "\"; DROP TABLE victims; --", "x' OR '1'='1", "*/ DROP TABLE victims /*",
            "\u{2019}; DROP TABLE victims; --",
        ]
        try await withPool(size: 1) { pool in
            try await pool.run("CREATE TABLE victims (name text)")
            for text in hostile {
                try await pool.run("INSERT INTO victims VALUES (\(text))")
                try await pool.run("SELECT 1 AS \(identifier: text)")
                let found = try await pool.rows("SELECT name FROM victims WHERE name = \(text)", as: String.self)
                #expect(found == [text])
            }
            #expect(try await pool.first("SELECT count(*) FROM victims", as: Int.self) == hostile.count)
        }
    }

    @Test("a zero byte is refused and harms nothing")
    func aZeroByteIsRefusedAndHarmsNothing() async throws {
        try await withPool(size: 1) { pool in
            let inValue = await postgresError { try await pool.run("SELECT \("a\u{0}b")") }
            #expect(inValue?.code == .invalidValue)
            let inText = await postgresError { try await pool.run("SELECT 1 AS \(identifier: "a\u{0}b")") }
            #expect(inText?.code == .invalidRequest)
            try await pool.run("SELECT 1")
        }
    }
}
