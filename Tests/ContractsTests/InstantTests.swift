import Contracts
import Foundation
import Testing

@Suite struct InstantTests {
    /// 20,455 days of 86,400 s from 1970 to 2026-01-02, then 3 h 4 min 5.678 s: 1,767,323,045,678 ms.
    private static let known = Instant(milliseconds: (20_455 * 86_400 + 3 * 3600 + 4 * 60 + 5) * 1000 + 678)

    @Test("an instant is written to the millisecond")
    func text() {
        #expect(Self.known.description == "2026-01-02T03:04:05.678Z")
        #expect(Instant(milliseconds: 0).description == "1970-01-01T00:00:00.000Z")
        #expect(Instant(milliseconds: -1).description == "1969-12-31T23:59:59.999Z")
    }

    @Test("what is written is read as the same instant, whichever millisecond it is")
    func roundTrip() throws {
        for offset in stride(from: Int64(0), to: 1000, by: 1) {
            let instant = Instant(milliseconds: Self.known.milliseconds - 678 + offset)
            let again = try JSONDecoder().decode([Instant].self, from: JSONEncoder().encode([instant]))
            #expect(again == [instant])
            #expect(Instant(instant.date) == instant)
        }
    }

    @Test("a time without a fraction is read, and one that is none is refused")
    func reading() throws {
        let plain = Data(#"["2026-01-02T03:04:05Z"]"#.utf8)
        #expect(try JSONDecoder().decode([Instant].self, from: plain)[0].milliseconds == 1_767_323_045_000)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Instant].self, from: Data(#"["yesterday"]"#.utf8))
        }
    }

    @Test("a time that does not fit is cut or refused, whoever sends it")
    func absurd() {
        #expect(Instant(seconds: .max).milliseconds == .max)
        #expect(Instant(seconds: .min).milliseconds == .min)
        for year in ["99999", "292277026597", "99999999999999999999"] {
            _ = try? JSONDecoder().decode([Instant].self, from: Data(#"["\#(year)-01-01T00:00:00Z"]"#.utf8))
        }
    }
}
