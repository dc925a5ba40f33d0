import Foundation
import PlatformKit
import TestKit

/// `shopos check`, as an operator runs it.
struct Check: Sendable {
    let platform: Platform

    /// What it finds by these rules, a sentence each; empty when all is well.
    func run(_ rules: [String], within patience: Duration = .seconds(600)) async throws -> [String] {
        var program = try await ended(rules, patience)
        // A shop whose token is just being renewed cannot be asked at this moment.
        if program.process.terminationStatus == Self.unavailable { program = try await ended(rules, patience) }
        guard program.process.terminationStatus != 0 else { return [] }
        return Self.sentences(program.tail(20_000))
    }

    /// The exit code when somebody did not answer (`EX_UNAVAILABLE`).
    private static let unavailable: Int32 = 69

    private func ended(_ rules: [String], _ patience: Duration) async throws -> Program {
        let file = platform.settings.folder.appending(path: "shopos.check.log")
        let program = try Program(
            try BuiltProgram.find("shopos"),
            ["check", "--settle", "10", "--timeout", "120"] + rules.flatMap { ["--rule", $0] },
            settings: ["AMQP_URL": platform.operators, "SHOPOS_ACTOR": "bench", "HOME": "/"], log: file)
        do {
            try await eventually(within: patience, "shopos check has ended") { !program.isRunning }
        } catch {
            kill(program.id, SIGKILL)
            throw error
        }
        return program
    }

    /// The first lines of what it said: the table of rules and what differs.
    static func sentences(_ said: String, atMost most: Int = 20) -> [String] {
        said.split(separator: "\n").prefix(most).map { "shopos check: " + $0 }
    }
}
