import Commerce
import Foundation
import Testing

@Suite("Zones")
struct ZoneTests {
    @Test(
        "are taken by their IANA name",
        arguments: ["UTC", "America/New_York", "America/Argentina/Buenos_Aires", "Asia/Kathmandu", "Etc/GMT+5"])
    func known(name: String) throws {
        let zone = try zone(name)
        #expect(zone.identifier == name)
        #expect(try JSONDecoder().decode([Zone].self, from: JSONEncoder().encode([zone])) == [zone])
    }

    @Test(
        "are refused when they are no name of the database",
        arguments: [
            "", "/", "Nowhere/City", "GMT+5", "EST", "+02:00", "america/new_york", "../etc/passwd",
            "Asia/Kathmandu\u{0}x",
            "Asia/Kathmandu ", "Etc/../UTC", "Asia/Kathmandú", String(repeating: "A/", count: 40),
        ])
    func refused(name: String) {
        #expect(Zone(name) == nil)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Zone].self, from: JSONEncoder().encode([name]))
        }
    }
}
