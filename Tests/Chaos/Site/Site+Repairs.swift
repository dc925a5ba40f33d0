import Foundation
import PlatformKit
import TestKit

/// What an operator does while everything is on fire.
extension Site {
    /// A message that could not be handled.
    private struct Failure: Equatable {
        let message: String
        let lane: String
        /// Why, in two texts.
        let explanation: [String]
        let attempts: Int
        let isOpen: Bool

        var schema: Substring { lane.prefix { $0 != "." } }

        /// Whether it is what has become of another one that was asked for so many times, each time in vain: of what
        /// was refused or not answered some may have been done.
        func isAgain(_ before: Failure, after tries: Int) -> Bool {
            let expected = Failure(
                message: before.message, lane: before.lane, explanation: before.explanation, attempts: attempts,
                isOpen: true)
            return self == expected && attempts > before.attempts && attempts <= before.attempts + tries
        }
    }

    /// Has one of the broken messages tried again. It is as broken as before, so it must become a failure again, with
    /// the same explanation, and must have been tried once for each time it was asked for, at most, which is looked at
    /// when the time is over.
    func replayFailure(until end: ContinuousClock.Instant) async throws {
        let all = ["inventory", "fulfillment", "analytics"]
            .map { "SELECT \(Self.columns) FROM \($0).failures WHERE state = 'open'" }.joined(separator: " UNION ALL ")
        var found: Failure?
        try await eventually(within: .seconds(60), "a broken message is kept as a failure") {
            found = try await failures(all).first
            return found != nil
        }
        guard let before = found else { return }
        let same =
            "SELECT \(Self.columns) FROM \(before.schema).failures WHERE lane = '\(before.lane)' "
            + "AND message_id = '\(before.message)'"
        var tries = 0
        try await eventually(within: .seconds(60), "what was replayed is a failure again") {
            let now = try await failures(same).first
            if let now, now.isOpen, now.attempts > before.attempts { return true }
            // A service whose database is away at this very moment refuses; people ask once more then.
            guard now == before else { return false }
            tries += 1
            try await platform.operate([
                "failures", "replay", "--lane", before.lane, "--message", before.message, "--timeout", "30",
            ])
            return false
        }
        try await Task.sleep(until: end)
        let after = try await failures(same).first
        guard let after, after.isAgain(before, after: tries) else {
            throw Broken(
                text: "replayed \(tries) times, \(before) became \(after.map { "\($0)" } ?? "nothing")")
        }
    }

    private static let columns = "message_id::text, lane, cause, detail, attempts::text, state"

    private func failures(_ query: String) async throws -> [Failure] {
        try await texts(query, columns: 6).map { row in
            Failure(
                message: row[0], lane: row[1], explanation: [row[2], row[3]], attempts: Int(row[4]) ?? 0,
                isOpen: row[5] == "open")
        }
    }
}
