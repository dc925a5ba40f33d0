import Commerce
import Foundation
import TestKit
import Testing

@Suite("Consecutive local days")
struct LocalDayPropertyTests {
    /// Whole, half and three-quarter hours from UTC; summer time of an hour and of half an hour, north and south, set
    /// at midnight (Cairo, Beirut, Havana, Santiago) and in winter (Casablanca).
    static let zones = [
        "UTC", "America/New_York", "America/Los_Angeles", "America/St_Johns", "America/Havana", "America/Santiago",
        "America/Sao_Paulo", "Europe/London", "Europe/Berlin", "Europe/Lisbon", "Africa/Cairo", "Africa/Casablanca",
        "Asia/Beirut", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Jakarta", "Asia/Tokyo", "Australia/Adelaide",
        "Australia/Lord_Howe", "Australia/Eucla", "Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Pago_Pago",
    ]

    private static let twoYears = 0..<730

    @Test("tile two years without gap or overlap, each 23 to 25 hours long", arguments: zones)
    func tile(name: String) throws {
        let zone = try zone(name)
        let first = try day("2025-01-01")
        var end = zone.start(of: first)
        for offset in Self.twoYears {
            let today = first.advanced(by: offset)
            let range = zone.range(of: today)
            #expect(range.lowerBound == end)
            let hours = range.upperBound.timeIntervalSince(range.lowerBound) / 3_600
            #expect([23, 23.5, 24, 24.5, 25].contains(hours))
            end = range.upperBound
        }
        #expect(end == zone.start(of: first.advanced(by: 730)))
    }

    @Test("are the days of their own instants", arguments: zones)
    func inverse(name: String) throws {
        let zone = try zone(name)
        var generator = SeededGenerator(seed: 4)
        let first = try day("2025-01-01")
        for offset in Self.twoYears {
            let today = first.advanced(by: offset)
            let range = zone.range(of: today)
            let length = range.upperBound.timeIntervalSince(range.lowerBound)
            let inside = range.lowerBound.addingTimeInterval(Double.random(in: 0..<length, using: &generator))
            #expect(zone.day(of: range.lowerBound) == today)
            #expect(zone.day(of: inside) == today)
            #expect(zone.day(of: range.upperBound.addingTimeInterval(-1)) == today)
        }
    }

    @Test("begin where Foundation's calendar begins them", arguments: zones)
    func oracle(name: String) throws {
        let zone = try zone(name)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: name))
        let first = try day("2025-01-01")
        for offset in Self.twoYears {
            let start = zone.start(of: first.advanced(by: offset))
            #expect(calendar.startOfDay(for: start.addingTimeInterval(12 * 3_600)) == start)
        }
    }

    @Test("share out the half-hours of UTC, each to exactly one day", arguments: zones)
    func halfHours(name: String) throws {
        let zone = try zone(name)
        let first = try day("2025-01-01")
        var next = HalfHour.covered(by: zone.range(of: first)).lowerBound
        for offset in Self.twoYears {
            let range = zone.range(of: first.advanced(by: offset))
            let covered = HalfHour.covered(by: range)
            #expect(covered.lowerBound == next)
            let length = range.upperBound.timeIntervalSince(range.lowerBound)
            #expect(covered.count == Int(length / 1_800))
            next = covered.upperBound
        }
    }
}
