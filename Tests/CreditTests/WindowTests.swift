import Contracts
import Foundation
import Testing

@testable import Credit

@Suite("The window of 90 days")
struct WindowTests {
    private func day(_ text: String) throws -> Int? {
        Given.window.day(of: Instant(try Date(text, strategy: .iso8601)))?.index
    }

    @Test("begins 90 × 24 hours before the as-of time and ends just before it")
    func edges() throws {
        #expect(try day("2025-12-31T23:59:59Z") == nil)
        #expect(try day("2026-01-01T00:00:00Z") == 0)
        #expect(try day("2026-03-31T23:59:59Z") == 89)
        #expect(try day("2026-04-01T00:00:00Z") == nil)
    }

    @Test("has days of 24 hours from its beginning, whatever the as-of time of day")
    func days() {
        let window = Window(asOf: Instant(milliseconds: Given.asOf.milliseconds + 39_600_000))
        #expect(window.day(of: Given.asOf)?.index == 89)
        // Eleven hours later the window begins at 11:00, so noon of 1 January is its first day and 10:59 none.
        #expect(window.day(of: Instant(milliseconds: Given.days(ago: 90).milliseconds + 43_200_000))?.index == 0)
        #expect(window.day(of: Instant(milliseconds: Given.days(ago: 90).milliseconds + 39_599_999)) == nil)
    }

    @Test("has three months of thirty days")
    func months() {
        #expect((0..<90).compactMap { WindowDay($0)?.month } == (0..<90).map { $0 / 30 })
        #expect(WindowDay(-1) == nil)
        #expect(WindowDay(90) == nil)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([WindowDay].self, from: Data("[90]".utf8)) }
    }

    @Test("is covered from where a history begins")
    func coverage() {
        #expect(Given.window.coverage(since: Given.days(ago: 45)) == "0.5")
        #expect(Given.window.coverage(since: Given.days(ago: 400)) == "1")
        #expect(Given.window.coverage(since: Given.days(ago: -1)) == "0")
    }
}
