import Foundation
import PlatformKit
import TestKit

/// `shopos check`, as an operator runs it.
struct Check: Sendable {
    let platform: Platform

    /// What it finds by these rules, a sentence each; empty when all is well.
    func run(_ rules: [String]) async throws -> [String] {
        let file = platform.settings.folder.appending(path: "shopos.check.log")
        let program = try Program(
            try BuiltProgram.find("shopos"),
            ["check", "--settle", "10", "--timeout", "120"] + rules.flatMap { ["--rule", $0] },
            settings: ["AMQP_URL": platform.operators, "SHOPOS_ACTOR": "bench", "HOME": "/"], log: file)
        try await eventually(within: .seconds(600), "shopos check has ended") { !program.isRunning }
        guard program.process.terminationStatus != 0 else { return [] }
        return Self.sentences(program.tail(20_000))
    }

    /// The first lines of what it said: the table of rules and what differs.
    static func sentences(_ said: String, atMost most: Int = 20) -> [String] {
        said.split(separator: "\n").prefix(most).map { "shopos check: " + $0 }
    }
}
