import ArgumentParser
import Contracts
import Foundation

/// `shopos failures list`
struct FailuresListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Open failures, grouped by queue, message and cause.")

    @OptionGroup var session: Session
    @OptionGroup var chosen: FailureChoiceOptions

    @Flag(name: .long, help: "Single failures instead of groups, the last failed first.")
    var each = false

    @Option(name: .long, help: "The most single failures of each service, 1 to 100000.")
    var limit = 50

    mutating func validate() throws {
        guard (1...ListLimit.most).contains(limit) else {
            throw ValidationError("--limit must be from 1 to \(ListLimit.most).")
        }
    }

    func run() async throws {
        let (chosen, limit) = (chosen, ListLimit(shown: limit, page: 200))
        if each {
            let choice = chosen.choice()
            let listing = Listing(limit: limit) { last, size in
                FailureFind(choice, state: .open, after: last?.mark, limit: size)
            } isBehind: {
                $0.mark != $1.mark
            }
            try await session.run { switchboard in
                let (lists, silent) = await listing.read(at: chosen.services) {
                    await switchboard.askEachTimed($0, at: $1)
                }
                return FailuresReport(lists, limit, silent)
            }
        } else {
            try await session.run { await FailureGroupsReport.read($0, chosen) }
        }
    }
}

/// Failures by cause.
struct FailureGroupsReport: Report {
    let groups: [FailureGroup]
    /// Services that have so many groups that some may be missing here.
    let cutServices: [String]
    let silent: [Silence]
    /// The time of each service, by whose clock it says when.
    let times: [String: Instant]
    /// Whether some were chosen, so that there may be others.
    private let isNarrow: Bool

    var isCut: Bool { !cutServices.isEmpty }

    enum CodingKeys: String, CodingKey { case groups, isCut, silent, at }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(groups, forKey: .groups)
        try container.encode(isCut, forKey: .isCut)
        try container.encode(silent, forKey: .silent)
        try container.encode(Instant(Date()), forKey: .at)
    }

    static func read(_ switchboard: Switchboard, _ chosen: FailureChoiceOptions) async -> Self {
        let choice = chosen.choice()
        let question = FailureGroupList(tenant: choice.tenant, lane: choice.lane, cause: choice.cause)
        let (answers, silent) = await switchboard.askEachTimed(question, at: chosen.services)
        return Self(answers, choice, silent, isNarrow: chosen.isNarrow)
    }

    /// A build of before filters by tenant alone, after which its largest groups may all be others than are meant.
    init(
        _ answers: [Switchboard.Answer<[FailureGroup]>], _ choice: FailureChoice, _ silent: [Silence],
        isNarrow: Bool? = nil
    ) {
        groups = answers.flatMap(\.reply).filter { group in
            (choice.lane ?? group.lane) == group.lane && (choice.cause ?? group.cause) == group.cause
        }.sorted { ($1.count, $0.lane, $0.cause) < ($0.count, $1.lane, $1.cause) }
        cutServices = answers.filter { $0.reply.count >= FailureGroupList.most }.map(\.service)
        times = Dictionary(answers.map { ($0.service, $0.at) }) { first, _ in first }
        self.silent = silent
        self.isNarrow = isNarrow ?? (choice != FailureChoice())
    }

    var status: Trouble.Status { max(groups.isEmpty && !isCut ? .fine : .amiss, silent.status) }

    func text(_ style: Style) -> String {
        let notes = cutServices.map {
            style.paint(
                "\($0): only the \(FailureGroupList.most) largest groups are told; --lane and --cause find others.",
                .bad)
        }
        guard !groups.isEmpty else {
            let isNone = silent.isEmpty && !isCut
            let words = "There are no \(isNarrow ? "such " : "")open failures."
            return ((isNone ? [words] : []) + notes + silent.lines(style)).joined(separator: "\n")
        }
        var table = Table(
            .number("COUNT"), .text("QUEUE"), .text("MESSAGE"), .number("BRANDS"), .number("FIRST"), .number("LAST"),
            .whole("CAUSE"))
        for group in groups {
            let now = times[String(group.lane.prefix { $0 != "." })] ?? Instant(Date())
            table.add(
                Table.Cell("\(group.count)"), Table.Cell(group.lane), Table.Cell(group.type),
                Table.Cell("\(group.tenants)"), Table.Cell(Span.since(group.firstAt, now: now)),
                Table.Cell(Span.since(group.lastAt, now: now)), Table.Cell(group.cause, .bad))
        }
        return (table.lines(style) + notes + silent.lines(style)).joined(separator: "\n")
    }
}

/// Single failures.
struct FailuresReport: Report {
    let failures: [KeptFailure]
    let isCut: Bool
    let silent: [Silence]
    private let limit: ListLimit

    enum CodingKeys: String, CodingKey { case failures, isCut, silent }

    init(_ lists: [Listed<KeptFailure>], _ limit: ListLimit, _ silent: [Silence]) {
        let parts = lists.map { limit.cut($0) }
        failures = parts.flatMap(\.shown).sorted { $0.mark > $1.mark }
        isCut = parts.contains(where: \.isCut)
        (self.limit, self.silent) = (limit, silent)
    }

    var status: Trouble.Status { max(failures.isEmpty ? .fine : .amiss, silent.status) }

    func text(_ style: Style) -> String {
        guard !failures.isEmpty else {
            return ((silent.isEmpty ? ["There are no such open failures."] : []) + silent.lines(style))
                .joined(separator: "\n")
        }
        var table = Table(
            .text("LAST"), .text("QUEUE"), .text("MESSAGE"), .number("TRIES"), .whole("ID"), .whole("CAUSE"),
            .text("DETAIL"))
        for failure in failures {
            table.add(
                Table.Cell("\(failure.lastAt)"), Table.Cell(failure.lane), Table.Cell(failure.type),
                Table.Cell("\(failure.attempts)"), Table.Cell(failure.message.description),
                Table.Cell(failure.cause, .bad),
                Table.Cell(String(failure.detail.prefix(80))))
        }
        return (table.lines(style) + limit.line(isCut, style) + silent.lines(style)).joined(separator: "\n")
    }
}
