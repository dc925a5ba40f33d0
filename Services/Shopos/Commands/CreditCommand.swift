import ArgumentParser
import Contracts
import Foundation

/// `shopos credit …`
struct CreditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credit",
        abstract: "Scores of people: make all anew, prove one of the past, settle what somebody contests or declares.",
        subcommands: [
            CreditRecomputeCommand.self, CreditReplayCommand.self, CreditSettleCommand.self,
            CreditDocumentCommand.self,
        ])
}

/// `shopos credit recompute`
struct CreditRecomputeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recompute", abstract: "Have everybody scored anew, such as after a new model, and wait for it.",
        discussion: "What was scored stays beside it. News of people come first, so it may take its time.")

    @OptionGroup var session: Session

    func run() async throws {
        try await session.run { try await Recomputing().run($0) }
    }
}

/// Wants everybody scored in steps, and looks how far it is.
struct Recomputing: Sendable {
    private static let pause = Duration.seconds(1)
    /// After so long without a step it has come to a standstill.
    private static let patience = 120

    func run(_ switchboard: Switchboard) async throws -> any Report {
        var start: Instant?
        var wanted = 0
        var question = CreditRecompute()
        while !Task.isCancelled {
            let step = try await switchboard.ask(question)
            wanted += step.count
            // The clock here may be another than the one by which scores are dated.
            start = start ?? step.at
            guard let last = step.last else { break }
            question.after = last
        }
        return try await wait(for: wanted, since: start ?? Instant(Date()), switchboard)
    }

    private func wait(for wanted: Int, since: Instant, _ switchboard: Switchboard) async throws -> RecomputeReport {
        var (done, idle) = (0, 0)
        while done < wanted, idle < Self.patience, !Task.isCancelled {
            let progress = try await switchboard.ask(CreditProgress(since: since))
            idle = progress.scored > done ? 0 : idle + 1
            done = min(progress.scored, wanted)
            switchboard.terminal.progress(done, of: wanted, "scored")
            if done < wanted { try? await Task.sleep(for: Self.pause) }
        }
        return RecomputeReport(people: wanted, scored: done)
    }
}

/// How many were scored anew.
struct RecomputeReport: Report {
    let people: Int
    let scored: Int

    var status: Trouble.Status { scored < people ? .amiss : .fine }

    func text(_ style: Style) -> String {
        style.paint("\(scored) of \(people) people were scored anew.", scored < people ? .bad : .good)
    }
}

/// `shopos credit settle`
struct CreditSettleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settle",
        abstract: "Settle what a person contests; what is accepted counts as missing, until it is resolved.")

    @OptionGroup var session: Session

    @Argument(help: "The dispute.")
    var dispute: String

    @Flag(help: "Whether the person is right; or that what was accepted has been mended.")
    var verdict: Verdict

    @Option(name: .long, help: "What the person is told.")
    var answer: String

    /// What becomes of it.
    enum Verdict: String, EnumerableFlag {
        case accept, refuse, resolve

        /// As it is asked.
        var asked: DisputeSettle.Verdict {
            switch self {
            case .accept: .accepted
            case .refuse: .refused
            case .resolve: .resolved
            }
        }
    }

    mutating func validate() throws {
        if DisputeID(dispute) == nil { throw ValidationError("the dispute must be a UUID, not '\(dispute)'.") }
    }

    func run() async throws {
        guard let id = DisputeID(dispute) else { return }
        let question = DisputeSettle(dispute: id, verdict: verdict.asked, answer: answer)
        try await session.run { SettleReport(dispute: try await $0.ask(question)) }
    }
}

/// A dispute that was settled.
struct SettleReport: Report {
    let dispute: DisputeRecord

    func text(_ style: Style) -> String {
        style.paint("The dispute about \(dispute.datum) of \(dispute.account) is \(dispute.state.rawValue).", .good)
    }
}
