import Commerce
import Contracts
import Foundation
import Messaging
import Postgres
import ServiceLifecycle
import TestKit
import Testing

@testable import Accounts

@Suite("Exchange rates", .timeLimit(.minutes(3)))
struct RatesTests {
    private static let csv = "Date, USD, JPY, BGN, \n30 January 2026, 1.1919, 183.59, N/A, \n"
    private static let history = "Date,USD,JPY,\n2026-01-30,1.1919,183.59,\n2026-01-29,1.1968,N/A,\n2026-01-28,,,\n"
    private static let xml = """
        <?xml version="1.0" encoding="UTF-8"?>
        <gesmes:Envelope xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><Cube>
        <Cube time='2026-01-30'><Cube currency='USD' rate='1.1919'/><Cube currency="JPY" rate="183.59"/></Cube>
        </Cube></gesmes:Envelope>
        """

    @Test(
        "a day is read from each of the bank's forms",
        arguments: [csv, xml, "\u{FEFF}" + xml, csv.replacing("\n", with: "\r\n")])
    func dayReadEach(text: String) throws {
        let days = try RatesText.read(text)
        #expect(
            days.map(\.event) == [
                ExchangeRatesPublished(day: "2026-01-30", perEuro: ["USD": "1.1919", "JPY": "183.59"])
            ])
    }

    @Test("a history is read oldest first, without days that have no rates")
    func historyReadOldest() throws {
        let days = try RatesText.read(Self.history)
        #expect(days.map(\.day.description) == ["2026-01-29", "2026-01-30"])
        #expect(days[0].perEuro == ["USD": "1.1968"])
    }

    @Test("of a long history the newest hundred days are taken")
    func longHistoryNewest() throws {
        let first = try RatesText.day("2025-01-01")
        let lines = (0..<150).map { "\(first.advanced(by: $0)),1.1" }
        let days = try RatesText.read("Date,USD\n" + lines.joined(separator: "\n"))
        #expect(days.count == 100)
        #expect(days.last?.day == first.advanced(by: 149))
    }

    @Test(
        "a wrong file is refused with its reason",
        arguments: [
            ("", "noHeading"), ("<html><body>down</body></html>", "noRates"), ("Date,USD\n", "noRates"),
            ("Day,USD\n2026-01-30,1\n", "noHeading"), ("Date,USD\n2026-02-30,1\n", "notADay"),
            ("Date,USD\n30 Januar 2026,1\n", "notADay"), ("Date,USD\n2026-01-30,0\n", "notARate"),
            ("Date,USD\n2026-01-30,-1\n", "notARate"), ("Date,USD\n2026-01-30,1e3\n", "notARate"),
            ("Date,USD\n2026-01-30,NaN\n", "notARate"), ("Date,USD,USD\n2026-01-30,1,2\n", "twice"),
            ("Date,usd\n2026-01-30,1\n", "notACurrency"), ("Date,USD,JPY\n2026-01-30,1\n", "raggedLine"),
            ("Date,USD\n2026-01-30,1\n2026-01-30,2\n", "twice"), ("<Cube currency='USD' rate='1'/>", "noDay"),
            ("<Cube time='2026-01-30'><Cube currency='USD'/>", "notARate"),
        ])
    func wrongFileRefused(text: String, code: String) {
        let wrong = #expect(throws: Wrong.self) { try RatesText.read(text) }
        #expect(wrong?.code == code)
    }

    @Test("a day is published once, whoever reads it how often, and never with other rates")
    func dayPublishedOnce() async throws {
        try await AccountsWorld.run { world in
            let days = try RatesText.read(Self.history).compactMap(\.event)
            try await withThrowingTaskGroup { group in
                for _ in 0..<5 {
                    group.addTask {
                        for day in days { try await RatesPublishing.publish(day, world.messaging, silent) }
                    }
                }
                try await group.waitForAll()
            }
            let other = ExchangeRatesPublished(day: "2026-01-30", perEuro: ["USD": "2"])
            try await RatesPublishing.publish(other, world.messaging, silent)
            let told = try await world.events(ExchangeRatesPublished.self, from: "test.rates", count: 2)
            #expect(Set(told.map(\.day)) == ["2026-01-29", "2026-01-30"])
            #expect(told.contains { $0 == days.last })
        }
    }

    @Test("a new file is noticed, a wrong one does no harm")
    func newFileNoticed() async throws {
        try await AccountsWorld.run { world in
            let file = FileManager.default.temporaryDirectory.appending(path: "rates-\(UUID().uuidString).csv")
            defer { try? FileManager.default.removeItem(at: file) }
            let part = RatesFile(file.path, every: .milliseconds(10), world.messaging, logger: silent)
            let group = ServiceGroup(services: [part], gracefulShutdownSignals: [], logger: silent)
            try await withThrowingTaskGroup { tasks in
                tasks.addTask { try await group.run() }
                let published = { (count: Int) in
                    try await eventually("\(count) days are published") {
                        try await world.database.first("SELECT count(*) FROM exchange_rate_days", as: Int.self) == count
                    }
                }
                try Data(Self.csv.utf8).write(to: file, options: .atomic)
                try await published(1)
                try Data("<html>".utf8).write(to: file, options: .atomic)
                try Data(Self.history.utf8).write(to: file, options: .atomic)
                try await published(2)
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
        }
    }
}
