import Foundation
import TestKit
import Testing

@testable import Chaos

/// The short form of `make chaos`: every service is killed under load, and dies where it hurts most. What needs a
/// broker and a database of its own is left to the long form.
@Suite(.serialized, .timeLimit(.minutes(15))) struct ChaosTests {
    @Test("whoever dies whenever: each order ends once in its right state, and one label of each is kept")
    func shortForm() async throws {
        try await withBroker { broker in
            try await withDatabase { database in
                var settings = ChaosSettings()
                settings.rate = 2
                settings.strikes = 6
                settings.hits = 2
                settings.passes = 2...8
                settings.faults = ["kill-9", "commit-before-ack", "effect-before-record", "publish-before-delete"]
                settings.broker = broker.url
                settings.management = ProcessInfo.processInfo.environment["TEST_MANAGEMENT_URL"] ?? ""
                settings.database = database
                settings.folder = FileManager.default.temporaryDirectory.appending(path: "chaos-\(UUID().uuidString)")
                defer { try? FileManager.default.removeItem(at: settings.folder) }
                let notes = Notes<String>()
                let lines = try await Campaign.run(settings) { notes.add($0) }
                #expect(lines.count == 4 && lines.allSatisfy(\.isGood), "\(notes.all.joined(separator: "\n"))")
                #expect(lines.contains { $0.waited > 0 }, "somebody must wait for stock, or nothing is proven of it")
            }
        }
    }
}
