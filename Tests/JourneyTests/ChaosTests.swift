import Foundation
import TestKit
import Testing

@testable import Chaos

/// The short form of `make chaos`: every service is killed under load, and dies where it hurts most. What needs a
/// broker and a database of its own is left to the long form.
@Suite(.serialized, .timeLimit(.minutes(15))) struct ChaosTests {
    @Test("a cancelled order keeps no label, and one that the channel was told of under our label keeps it")
    func labels() {
        func order(_ status: String, isOurLabel: Bool) -> Books.Order {
            Books.Order(
                id: "1", status: status, isFulfilledByChannel: false, isOurLabel: isOurLabel, isCancelRequested: false,
                hasMoved: false)
        }
        for status in ["awaitingCollection", "inTransit", "delivered", "completed"] {
            #expect(order(status, isOurLabel: true).trouble(labels: 0) != nil, "\(status)")
            #expect(order(status, isOurLabel: true).trouble(labels: 1) == nil, "\(status)")
            #expect(order(status, isOurLabel: false).trouble(labels: 0) == nil, "the channel's own label")
        }
        #expect(order("cancelled", isOurLabel: true).trouble(labels: 1) != nil)
        #expect(order("cancelled", isOurLabel: false).trouble(labels: 1) != nil)
        #expect(order("cancelled", isOurLabel: true).trouble(labels: 0) == nil)
        #expect(order("awaitingShipment", isOurLabel: true).trouble(labels: 1) == nil)
    }

    @Test("a class is not good whose evidence did not come, or whose many strikes met no open transaction")
    func judged() {
        let fault = Fault(
            name: "kill-9", rounds: 20, least: 20, needs: .processes, evidence: .init(name: "labels", rows: "")
        ) { _, _, _ in nil }
        var met = Line(fault: "kill-9")
        met.note(InFlight(strikes: 20, transactions: 1))
        var missed = Line(fault: "kill-9")
        missed.note(InFlight(strikes: 20, jobs: 20))
        met.judge(fault, evidence: 2)
        missed.judge(fault, evidence: 0)
        #expect(met.errors.isEmpty && met.remarks == ["2 labels"])
        #expect(missed.errors.count == 2)
    }

    @Test("who died at a crash point is read from what it wrote last, since the class began")
    func deaths() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "deaths-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (log, line) = (folder.appending(path: "inventory.1.log"), "crash point commit-before-ack\n")
        try Data(line.utf8).write(to: log)
        let book = try DeathBook(folder, point: "commit-before-ack", mortal: ["inventory", "credit"])
        #expect(book.lacking == ["credit", "inventory"], "it died before the class began")
        try Data("\(line)more\n\(line)\(line)".utf8).write(to: log)
        try Data("crash point publish-before-delete\n".utf8).write(to: folder.appending(path: "credit.2.log"))
        try Data(line.utf8).write(to: folder.appending(path: "credit.migrate.log"))
        #expect(book.deaths == ["inventory": 2, "credit": 0])
        #expect(book.lacking == ["credit"])
    }

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
