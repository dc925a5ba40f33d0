import ArgumentParser
import Contracts
import Foundation

/// `shopos failures replay`
struct FailuresReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Hand messages to their queues again, at a limited rate, the oldest first.",
        discussion: """
            The inbox forgets the message and it becomes due, in one transaction. A message older than the inbox comes \
            back under a new id whose cause is the old one.
            """)

    @OptionGroup var session: Session
    @OptionGroup var chosen: FailureChoiceOptions
    @OptionGroup var repair: RepairOptions

    @Option(name: .long, help: "Only this message.")
    var message: String?

    @Option(name: .long, help: "How many messages a second become due, above 0 and up to 1000.")
    var rate: Double = 10

    @Option(name: .long, help: "The most messages in all.")
    var limit = 100_000

    mutating func validate() throws {
        guard (0.001...1000).contains(rate) else { throw ValidationError("--rate must be above 0 and up to 1000.") }
        guard limit > 0 else { throw ValidationError("--limit must be above 0.") }
        try FailureSettling.check(chosen, message)
    }

    func run() async throws {
        let settling = FailureSettling(
            act: .replay, choice: chosen.choice(message.flatMap { MessageID($0) }), services: chosen.services,
            rate: rate, limit: limit, mark: repair.mark())
        try await session.run { try await settling.run($0) }
    }
}

/// `shopos failures discard`
struct FailuresDiscardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard", abstract: "Mark failures as settled: they are kept, and never run.")

    @OptionGroup var session: Session
    @OptionGroup var chosen: FailureChoiceOptions
    @OptionGroup var repair: RepairOptions

    @Option(name: .long, help: "Only this message.")
    var message: String?

    @Flag(name: .long, help: "Do it. Without it nothing is done.")
    var yes = false

    mutating func validate() throws {
        try FailureSettling.check(chosen, message)
        guard yes else { throw ValidationError("what is discarded never runs: say --yes.") }
    }

    func run() async throws {
        let settling = FailureSettling(
            act: .discard, choice: chosen.choice(message.flatMap { MessageID($0) }), services: chosen.services,
            rate: 10, limit: .max, mark: repair.mark())
        try await session.run { try await settling.run($0) }
    }
}
