import ArgumentParser
import Contracts
import Foundation

/// `shopos credit replay`
struct CreditReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Make a score of the past again, of its snapshot and by its model, and compare with what was told.",
        discussion: """
            Exit codes: 0 it is the same, 1 it is not, 69 nothing is kept of that time. Of days more than a week ago \
            the last score is kept, and those that lenders have read.
            """)

    @OptionGroup var session: Session

    @Argument(help: "The person.")
    var subject: String

    @Argument(help: "When it was the newest, such as 2026-04-01T12:00:00Z; of a reading, the time in the log.")
    var time: String

    mutating func validate() throws {
        if TenantID(subject) == nil { throw ValidationError("the person must be a UUID, not '\(subject)'.") }
        if Self.instant(time) == nil {
            throw ValidationError("the time must be one such as 2026-04-01T12:00:00Z, not '\(time)'.")
        }
    }

    func run() async throws {
        guard let subject = TenantID(subject), let time = Self.instant(time) else { return }
        try await session.run {
            ReplayReport(at: time, replay: try await $0.ask(CreditReplay(subject: subject, at: time)))
        }
    }

    private static func instant(_ text: String) -> Instant? {
        try? JSONDecoder().decode(Instant.self, from: JSONEncoder().encode(text))
    }
}

/// A score that was made again.
struct ReplayReport: Report {
    /// The time that was asked for.
    let at: Instant
    let replay: CreditReplay.Reply

    var status: Trouble.Status {
        switch replay.verdict {
        case .same: .fine
        case .different: .amiss
        case .nothingKept, .dropped: .unavailable
        }
    }

    func text(_ style: Style) -> String {
        let scores = [("told", replay.told), ("made", replay.made)].compactMap { word, score in
            score.map {
                "\(word): \($0.scaled) of \($0.least) to \($0.most), \($0.raw) points, \($0.band), "
                    + "as of \($0.asOf), model \($0.model)"
            }
        }
        return (scores + [style.paint(sentence, status == .fine ? .good : .bad)] + differences(style))
            .joined(separator: "\n")
    }

    private var sentence: String {
        switch replay.verdict {
        case .same: "The score is made again as it was told."
        case .different: "The score is not made again as it was told."
        case .nothingKept: "Nothing is kept of \(at): the person has no score as old as that."
        case .dropped:
            "Which score was told at \(at) is not known: it may have been dropped after a week, since no lender read "
                + "it then." + neighbours
        }
    }

    /// What may be asked for in its place.
    private var neighbours: String {
        let kept = [replay.before, replay.after].compactMap { $0?.description }
        return kept.isEmpty ? "" : " Kept are those of \(kept.joined(separator: " and ")) around it."
    }

    private func differences(_ style: Style) -> [String] {
        guard !replay.differences.isEmpty else { return [] }
        var table = Table(.text("MEMBER"), .text("TOLD"), .text("MADE"))
        for one in replay.differences {
            table.add(
                Table.Cell(one.member), Table.Cell(one.told ?? "not told then", one.told == nil ? .faint : .plain),
                Table.Cell(one.made ?? "no more", one.made == nil ? .bad : .plain))
        }
        return table.lines(style)
    }
}
