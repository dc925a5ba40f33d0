import ArgumentParser
import Contracts

/// `shopos work retry`
struct WorkRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Try work again that was given up, at a limited rate.",
        discussion: """
            Step by step, the longest untouched first, one service after the other: the next step begins when the one \
            before is due. It takes what had been given up when it began, each piece once.
            """)

    @OptionGroup var session: Session
    @OptionGroup var chosen: WorkChoiceOptions
    @OptionGroup var repair: RepairOptions

    @Option(name: .long, help: "How many pieces a second become due, above 0 and up to 1000.")
    var rate: Double = 10

    @Option(name: .long, help: "The most pieces in all.")
    var limit = 100_000

    mutating func validate() throws {
        try chosen.checkIsNarrow()
        guard (0.001...1000).contains(rate) else { throw ValidationError("--rate must be above 0 and up to 1000.") }
        guard limit > 0 else { throw ValidationError("--limit must be above 0.") }
    }

    func run() async throws {
        let retrying = WorkRetrying(
            choice: chosen.choice(), services: chosen.services, rate: rate, limit: limit, mark: repair.mark())
        try await session.run { await retrying.run($0) }
    }
}

/// `shopos work cancel`
struct WorkCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Want work no more. What is in a worker's hands is finished.",
        discussion: """
            What is done every so often (orders.poll, house.keep, …) is left and counted, since most of it is wanted \
            only once, when a shop connects: --schedules cancels it too. What somebody waits for (label.buy, \
            order.ship, …) is left unless it was given up.
            """)

    @OptionGroup var session: Session
    @OptionGroup var chosen: WorkChoiceOptions
    @OptionGroup var repair: RepairOptions

    @Option(
        name: .long, help: "Only in this state: waiting, ready, leased, failed.", transform: WorkChoice.State.reading)
    var state: WorkChoice.State?

    @Option(name: .long, help: "The most pieces of each service, 1 to 1000.")
    var limit = 1000

    @Flag(name: .long, help: "Also what is done every so often, such as polls.")
    var schedules = false

    @Flag(name: .long, help: "Do it. Without it nothing is done.")
    var yes = false

    mutating func validate() throws {
        try chosen.checkIsNarrow()
        guard (1...1000).contains(limit) else { throw ValidationError("--limit must be from 1 to 1000.") }
        guard yes else { throw ValidationError("what is cancelled is not done: say --yes.") }
    }

    func run() async throws {
        let question = WorkSettle(
            chosen.choice(state), act: .cancel, limit: limit, repair: repair.mark(), includesSchedules: schedules)
        let services = chosen.services
        try await session.run { await SettledReport(question, at: services, $0) }
    }
}

/// `shopos work hurry`
struct WorkHurryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hurry", abstract: "Do now what waits for its time, such as a schedule or a pause after an error.")

    @OptionGroup var session: Session
    @OptionGroup var chosen: WorkChoiceOptions
    @OptionGroup var repair: RepairOptions

    @Option(name: .long, help: "The most pieces of each service, 1 to 1000.")
    var limit = 1000

    mutating func validate() throws {
        try chosen.checkIsNarrow()
        guard (1...1000).contains(limit) else { throw ValidationError("--limit must be from 1 to 1000.") }
    }

    func run() async throws {
        let question = WorkSettle(chosen.choice(), act: .hurry, limit: limit, repair: repair.mark())
        let services = chosen.services
        try await session.run { await SettledReport(question, at: services, $0) }
    }
}

extension SettledReport {
    /// Does something to work of several services.
    init(_ question: WorkSettle, at services: [String], _ switchboard: Switchboard) async {
        let (answers, silent) = await switchboard.askEach(question, at: services)
        self.init(
            act: question.act.word,
            services: answers.map { Line($0.service, $0.reply) }.filter(\.isWorthTelling),
            silent: silent)
    }
}

extension WorkSettle.Act {
    /// What has been done.
    var word: String {
        switch self {
        case .retry: "retried"
        case .cancel: "cancelled"
        case .hurry: "hurried"
        }
    }
}
