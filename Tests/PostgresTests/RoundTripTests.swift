import Foundation
import Postgres
import Testing

/// Values through the server and back: what is read equals what was bound, and the server agrees on its text form.
@Suite struct RoundTripTests {
    /// Sends every value in one pipeline, next to the text the server makes of it.
    private func check<Value: PostgresCodable & Equatable>(
        _ values: [Value], texts: [String?] = [], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await withPool(size: 1) { pool in
            var pipeline = Pipeline()
            let answers = values.map { pipeline.rows("SELECT \($0), \($0)::text", as: (Value, String?).self) }
            try await pool.send(pipeline)
            for (index, value) in values.enumerated() {
                let row = try #require(try answers[index].get().first, sourceLocation: sourceLocation)
                #expect(row.0 == value, sourceLocation: sourceLocation)
                if index < texts.count { #expect(row.1 == texts[index], sourceLocation: sourceLocation) }
            }
        }
    }

    @Test("truth values")
    func truthValues() async throws {
        try await check([true, false], texts: ["true", "false"])
    }

    @Test("integers to their ends")
    func integersToTheirEnds() async throws {
        try await check([Int16.min, -1, 0, 1, .max], texts: ["-32768", "-1", "0", "1", "32767"])
        try await check([Int32.min, -1, 0, 1, .max], texts: ["-2147483648", "-1", "0", "1", "2147483647"])
        try await check([Int64.min, -1, 0, .max], texts: ["-9223372036854775808", "-1", "0", "9223372036854775807"])
        try await check([Int.min, -1, 0, .max], texts: ["-9223372036854775808", "-1", "0", "9223372036854775807"])
        try await check([UInt8.min, .max], texts: ["0", "255"])
    }

    @Test("floating point to its ends")
    func floatingPointToItsEnds() async throws {
        try await check(
            [0.1, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude],
            texts: ["0.1", "-0", "Infinity", "-Infinity", "5e-324", "1.7976931348623157e+308"])
        let nan = try await withPool(size: 1) { try await $0.first("SELECT \(Double.nan)", as: Double.self) }
        #expect(nan?.isNaN == true)
    }

    @Test("text of all planes")
    func textOfAllPlanes() async throws {
        try await check([
            "", "a", "Grüße", "日本語", "👩‍👩‍👧‍👦", "it's \"quoted\" \\ $1 %s; --", String(repeating: "x", count: 100_000),
        ])
    }

    @Test("identifiers")
    func identifiers() async throws {
        let id = try #require(UUID(uuidString: "0190A3B0-1234-7ABC-8DEF-0123456789AB"))
        try await check([id], texts: ["0190a3b0-1234-7abc-8def-0123456789ab"])
    }

    @Test("bytes")
    func bytes() async throws {
        try await check([[UInt8](), [0], Array(0...255)], texts: ["\\x", "\\x00"])
    }

    @Test("instants to the microsecond")
    func instantsToTheMicrosecond() async throws {
        // 2000-01-01 is 946 684 800 s after 1970-01-01; one microsecond before it is still in 1999.
        let values = [
            Date(timeIntervalSince1970: 0), Date(timeIntervalSince1970: 946_684_800),
            Date(timeIntervalSinceReferenceDate: -31_622_400.000_001),
            Date(timeIntervalSinceReferenceDate: 0.000_001), Date(timeIntervalSinceReferenceDate: .infinity),
            Date(timeIntervalSinceReferenceDate: -.infinity),
        ]
        let texts = [
            "1970-01-01 00:00:00+00", "2000-01-01 00:00:00+00", "1999-12-31 23:59:59.999999+00",
            "2001-01-01 00:00:00.000001+00", "infinity", "-infinity",
        ]
        try await check(values, texts: texts)
    }

    @Test("an instant of whole milliseconds since 1970 comes back as the same date, not as one beside it")
    func instantsOfMilliseconds() async throws {
        try await withPool(size: 1) { pool in
            // Before 1970, around it and in our days, some where seconds since 2001 are another binary fraction.
            let dates = [-86_400_000, 0, 1_795_000_000_000].flatMap { first in
                (0..<5_000).map { Date(timeIntervalSince1970: Double(first + $0 * 4_001) / 1_000) }
            }
            let found = try await pool.first("SELECT \(dates)", as: [Date].self)
            #expect(found == dates)
        }
    }

    @Test("distant instants")
    func distantInstants() async throws {
        // 0001-01-01 and 9999-12-31 23:59:59 of the Gregorian calendar, in seconds since 1970.
        try await check(
            [Date(timeIntervalSince1970: -62_135_596_800), Date(timeIntervalSince1970: 253_402_300_799)],
            texts: ["0001-01-01 00:00:00+00", "9999-12-31 23:59:59+00"])
    }

    @Test(
        "an instant that the server cannot hold is refused",
        arguments: [Double.nan, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1e13, -1e13, 9.2234e12])
    func anInstantThatTheServerCannotHoldIsRefused(seconds: Double) async throws {
        try await withPool(size: 1) { pool in
            let date = Date(timeIntervalSinceReferenceDate: seconds)
            let error = await postgresError { _ = try await pool.first("SELECT \(date)", as: Date.self) }
            // 22008: datetime field overflow
            #expect(error?.sqlState == "22008")
        }
    }

    @Test("days")
    func days() async throws {
        let values = [
            CalendarDay(year: 1999, month: 12, day: 31), CalendarDay(year: 2000, month: 2, day: 29),
            CalendarDay(year: 1, month: 1, day: 1), CalendarDay(year: 9999, month: 12, day: 31),
        ]
        try await check(values.compactMap(\.self), texts: ["1999-12-31", "2000-02-29", "0001-01-01", "9999-12-31"])
    }

    @Test("a day that the server cannot hold is refused", arguments: [Int.min, -5_000_000, 3_000_000_000, Int.max])
    func aDayThatTheServerCannotHoldIsRefused(days: Int) async throws {
        try await withPool(size: 1) { pool in
            let day = CalendarDay(daysSince1970: days)
            let error = await postgresError { _ = try await pool.first("SELECT \(day)", as: CalendarDay.self) }
            #expect(error?.sqlState == "22008")
        }
    }

    @Test("lengths of time")
    func lengthsOfTime() async throws {
        try await check(
            [Duration.zero, .microseconds(1), .seconds(90_061), .milliseconds(-1_500)],
            texts: ["00:00:00", "00:00:00.000001", "25:01:01", "-00:00:01.5"])
        let days = try await withPool(size: 1) { try await $0.first("SELECT interval '2 days 1 s'", as: Duration.self) }
        #expect(days == .seconds(2 * 86_400 + 1))
    }

    @Test("documents")
    func documents() async throws {
        let json = JSON(bytes: Array(#"{"a": [1, "ü"]}"#.utf8))
        try await check([json], texts: [#"{"a": [1, "ü"]}"#])
        struct Parcel: Codable, Equatable { var grams = 250 }
        #expect(try JSON(encoding: Parcel()).decode(Parcel.self) == Parcel(grams: 250))
    }

    @Test("nothing")
    func nothing() async throws {
        try await check([Int?.none, 1], texts: [nil, "1"])
        try await check([String?.none, ""], texts: [nil, ""])
        try await check([[UInt8]?.none, []], texts: [nil, "\\x"])
        try await check([UUID?.none])
        try await check([Date?.none])
        try await check([JSON?.none])
    }

    private enum State: String, PostgresCodable {
        case open, shipped
    }

    @Test("names of cases")
    func namesOfCases() async throws {
        try await check([State.open, .shipped], texts: ["open", "shipped"])
        try await check([[State.open, .shipped]], texts: ["{open,shipped}"])
    }

    @Test("arrays of each type")
    func arraysOfEachType() async throws {
        try await check(
            [[Int](), [1], [.min, .max]], texts: ["{}", "{1}", "{-9223372036854775808,9223372036854775807}"])
        try await check([[Int16(1), -2]], texts: ["{1,-2}"])
        try await check([[Int32(1), -2]], texts: ["{1,-2}"])
        try await check([[true, false]], texts: ["{t,f}"])
        try await check([["", "a,b", "\"", "NULL", "ü"]], texts: [#"{"","a,b","\"","NULL",ü}"#])
        try await check([[0.5, -1]], texts: ["{0.5,-1}"])
        try await check([[UUID(), UUID()]])
        try await check([[Date(timeIntervalSince1970: 0)]], texts: [#"{"1970-01-01 00:00:00+00"}"#])
        try await check([[CalendarDay(daysSince1970: 0)]], texts: ["{1970-01-01}"])
        try await check([[[UInt8]](), [[], [1, 2]]], texts: ["{}", #"{"\\x","\\x0102"}"#])
        try await check([[JSON(bytes: Array("{}".utf8))]], texts: [#"{"{}"}"#])
        try await check([[Duration.seconds(1)]], texts: ["{00:00:01}"])
    }

    @Test("arrays with nothing in them")
    func arraysWithNothingInThem() async throws {
        try await check([[Int?.none], [1, nil, 3], []], texts: ["{NULL}", "{1,NULL,3}", "{}"])
        try await check([[String?.none, "", "x"]], texts: [#"{NULL,"",x}"#])
        try await check([[UUID?.none]], texts: ["{NULL}"])
    }

    @Test("a type without a counterpart is bound as bytes")
    func aTypeWithoutACounterpartIsBoundAsBytes() async throws {
        // inet, OID 869: family 2 (IPv4), 32 bits, not a network, 4 bytes of address (PostgreSQL source, network_send).
        let address = Parameter(type: PostgresType(oid: 869), bytes: [2, 32, 0, 4, 192, 0, 2, 1])
        let text = try await withPool(size: 1) { try await $0.first("SELECT host(\(address))", as: String.self) }
        #expect(text == "192.0.2.1")
    }
}
