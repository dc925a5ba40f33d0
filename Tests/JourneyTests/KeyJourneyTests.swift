import Foundation
import TestKit
import Testing

extension LongJourneys {
    /// Keys are changed by each service's own command: what the runbook of keys says.
    @Suite(.serialized, .timeLimit(.minutes(10))) struct KeyJourneyTests {
        private static let new = "k2:" + Data(repeating: 7, count: 32).base64EncodedString()
        private static let settings = [
            ("ingestion", "INGESTION_PERSONAL_KEYS"), ("fulfillment", "FULFILLMENT_PERSONAL_KEYS"),
        ]

        @Test("what lies under the old key is told, sealed anew under the new one, and back")
        func rotates() async throws {
            try await House.run { house in
                let brand = try await Brand.open(in: house, units: 10)
                let first = try await brand.sell()
                try await brand.untilShipped(first, withParcel: true)
                for (service, setting) in Self.settings {
                    let old = try #require(try house.plan.settings(service)[setting])
                    let known = try await rotate(service, ["--status"], [setting: "\(Self.new),\(old)"], house)
                    #expect(known.status == 1 && known.rows(of: "k2").isEmpty, "all of it is old: \(known.text)")
                    #expect(!known.rows(of: "old").isEmpty, "\(known.text)")

                    let forward = try await rotate(service, [], [setting: "\(Self.new),\(old)"], house)
                    #expect(forward.status == 0 && forward.rows(of: "old").isEmpty, "\(forward.text)")
                    #expect(!forward.rows(of: "k2").isEmpty && forward.text.contains("100 %"), "\(forward.text)")

                    // The service itself knows the old key alone.
                    let back = try await rotate(service, [], [setting: "\(old),\(Self.new)"], house)
                    #expect(back.status == 0 && back.rows(of: "k2").isEmpty, "\(back.text)")
                }
                let second = try await brand.sell()
                try await brand.untilShipped(second, withParcel: true)
            }
        }

        /// What the command has written, and how it ended.
        private struct Said {
            let status: Int32
            let text: String

            /// Lines of the table that name a key or a state.
            func rows(of word: String) -> [Substring] {
                text.split(separator: "\n").filter { $0.split(separator: " ").dropFirst().contains(Substring(word)) }
            }
        }

        private func rotate(
            _ service: String, _ arguments: [String], _ keys: [String: String], _ house: House
        ) async throws -> Said {
            let settings = try house.plan.settings(service).merging(keys) { _, new in new }
            let process = try ServiceProcess(
                service, ["rotate-keys"] + arguments, settings: settings, log: house.plan.log("\(service).rotate-keys"))
            defer { process.reap() }
            while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
            return Said(status: process.status, text: process.output)
        }
    }
}
