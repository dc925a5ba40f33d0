import Commerce
import Testing

@Suite("Business days")
struct BusinessDaysTests {
    @Test(
        "pass over Saturday and Sunday",
        arguments: [
            // 5 January 2026 is a Monday.
            ("2026-01-05", 2, "2026-01-07"), ("2026-01-07", 2, "2026-01-09"), ("2026-01-08", 2, "2026-01-12"),
            ("2026-01-09", 2, "2026-01-13"), ("2026-01-10", 2, "2026-01-13"), ("2026-01-11", 2, "2026-01-13"),
            ("2026-01-09", 0, "2026-01-09"), ("2026-01-09", 10, "2026-01-23"), ("2026-01-09", -3, "2026-01-09"),
        ] as [(String, Int, String)])
    func counted(start: String, count: Int, expected: String) throws {
        #expect(try BusinessDays.day(count, after: day(start)) == day(expected))
    }

    @Test("end with the calendar and with the bound on their number")
    func bounded() throws {
        #expect(try BusinessDays.day(.max, after: day("9999-12-30")) == day("9999-12-31"))
        // 366 = 73 weeks of five and one more: 511 days and one from a Monday.
        #expect(try BusinessDays.day(.max, after: day("2026-01-05")) == day("2026-01-05").advanced(by: 512))
    }
}
