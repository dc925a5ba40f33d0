import ArgumentParser
import Contracts
import Foundation

/// `shopos partners`
struct PartnersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "partners",
        abstract: "How partners answer, how fast they may be called, and what is going to end.",
        discussion: """
            Each endpoint with the version that is pinned: calls of the last hour by the instance that answers, how \
            many of them the partner answered (a refusal is an answer), and how long 95 of 100 took at most. ENDS is \
            what its answers announced in the fields Deprecation and Sunset. Budgets are those of all instances. \
            Exit code 1 when a partner answers less than 95 of 100 calls, a breaker is not closed, or an end is near.
            """)

    @OptionGroup var session: Session

    @Flag(name: .long, help: "Also endpoints that were not called: the whole table of pinned versions.")
    var all = false

    func run() async throws {
        let all = all
        try await session.run { await PartnersReport.read($0, showsIdle: all) }
    }
}

/// How all partners are.
struct PartnersReport: Report {
    /// A partner, over all of its endpoints.
    struct Score: Encodable, Sendable, Equatable {
        let partner: String
        let calls: Int
        /// Of the calls that were not too many, those that were answered; nil without any.
        let answered: Double?
        /// Too few were.
        let isLow: Bool
    }

    /// A budget and who keeps it.
    struct Budget: Encodable, Sendable, Equatable {
        let service: String
        let state: PartnerState
    }

    let scores: [Score]
    let endpoints: [PartnerCalls]
    let budgets: [Budget]
    let silent: [Silence]
    let at: Instant

    /// What all integrated APIs together are to reach.
    static let promise = 0.95
    /// Of fewer calls no share is taken: one in ten that fails says nothing.
    static let fewest = 20

    /// Asks every service.
    static func read(_ switchboard: Switchboard, showsIdle: Bool) async -> PartnersReport {
        let (answers, silent) = await switchboard.askEach(ServiceInspect())
        return PartnersReport(answers.map(\.reply), silent: silent, showsIdle: showsIdle, at: Instant(Date()))
    }

    init(_ states: [ServiceState], silent: [Silence], showsIdle: Bool, at: Instant) {
        let calls = states.flatMap { $0.calls ?? [] }
        scores = Dictionary(grouping: calls, by: \.partner).sorted { $0.key < $1.key }.map(Self.score)
        endpoints = calls.filter { showsIdle || $0.calls > 0 || $0.notice != nil }
        budgets = states.flatMap { state in state.partners.map { Budget(service: state.service, state: $0) } }
        self.silent = silent
        self.at = at
    }

    private static func score(_ partner: String, _ calls: [PartnerCalls]) -> Score {
        let counted = calls.reduce(0) { $0 + $1.calls - $1.throttled }
        let answered = counted > 0 ? 1 - Double(calls.reduce(0) { $0 + $1.failed }) / Double(counted) : nil
        return Score(
            partner: partner, calls: calls.reduce(0) { $0 + $1.calls }, answered: answered,
            isLow: counted >= fewest && (answered ?? 1) < promise)
    }

    var status: Trouble.Status {
        let isAmiss =
            scores.contains { $0.isLow } || endpoints.contains { $0.notice != nil }
            || budgets.contains { $0.state.broken > 0 }
        return max(isAmiss ? .amiss : .fine, silent.status)
    }

    func text(_ style: Style) -> String {
        let scored = scores.map { score in
            style.paint("\(score.partner): \(score.sentence)", score.isLow ? .bad : .plain)
        }
        return (scored + [""] + endpointLines(style) + [""] + budgetLines(style) + silent.lines(style))
            .joined(separator: "\n")
    }

    private func endpointLines(_ style: Style) -> [String] {
        var table = Table(
            .text("PARTNER"), .text("ENDPOINT"), .text("VERSION"), .number("CALLS"), .number("FAILED"),
            .number("TOO MANY"), .number("95 OF 100"), .text("ENDS"))
        for line in endpoints {
            table.add(
                Table.Cell(line.partner), Table.Cell(line.endpoint), Table.Cell(line.version),
                Table.Cell("\(line.calls)"), Table.Cell("\(line.failed)", line.failed > 0 ? .bad : .plain),
                Table.Cell("\(line.throttled)"), Table.Cell(Span.text(milliseconds: line.slowest95Milliseconds)),
                Table.Cell(line.notice?.sentence ?? "", .bad))
        }
        return table.lines(style)
    }

    private func budgetLines(_ style: Style) -> [String] {
        var table = Table(
            .text("SERVICE"), .text("APP"), .text("CLASS"), .number("RATE"), .number("LEFT"), .number("RESTING"),
            .number("BROKEN"))
        for budget in budgets {
            let state = budget.state
            table.add(
                Table.Cell(budget.service, .faint), Table.Cell(state.app), Table.Cell(state.endpoint),
                Table.Cell(Span.rate(state.rate)), Table.Cell(Span.rate(state.left)), Table.Cell("\(state.throttled)"),
                Table.Cell("\(state.broken)", state.broken > 0 ? .bad : .plain))
        }
        return table.lines(style)
    }
}

extension PartnersReport.Score {
    /// Such as `99.2 % of 1234 calls answered in the last hour`.
    fileprivate var sentence: String {
        guard let answered else { return "not called in the last hour" }
        // Rounded down: 94.96 of 100 are not 95.
        let share = (answered * 1000).rounded(.down) / 10
        return "\(share) % of \(calls) calls answered in the last hour"
    }
}

extension PartnerCalls.Notice {
    /// Such as `on 2027-03-01, see https://…`.
    fileprivate var sentence: String {
        let end = endsAt.map { "on \($0.day)" } ?? deprecatedAt.map { "deprecated since \($0.day)" } ?? "deprecated"
        return link.map { "\(end), see \($0)" } ?? end
    }
}

extension Instant {
    fileprivate var day: String { String(description.prefix(10)) }
}
