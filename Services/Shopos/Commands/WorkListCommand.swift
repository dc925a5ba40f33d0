import ArgumentParser
import Contracts
import Foundation

/// `shopos work list`
struct WorkListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Work by kind and state; single pieces where something is named.")

    @OptionGroup var session: Session
    @OptionGroup var chosen: WorkChoiceOptions

    @Option(
        name: .long, help: "Only in this state: waiting, ready, leased, failed.", transform: WorkChoice.State.reading)
    var state: WorkChoice.State?

    @Flag(name: .long, help: "Single pieces.")
    var each = false

    @Option(name: .long, help: "The most pieces of each service, 1 to 100000.")
    var limit = 50

    mutating func validate() throws {
        guard (1...ListLimit.most).contains(limit) else {
            throw ValidationError("--limit must be from 1 to \(ListLimit.most).")
        }
    }

    func run() async throws {
        let (chosen, limit) = (chosen, ListLimit(shown: limit, page: 500))
        let choice = chosen.choice(state)
        let isNarrow = each || choice != WorkChoice()
        try await session.run { switchboard in
            guard isNarrow else { return await WorkTallyReport.read(switchboard, chosen.services) }
            let listing = Listing(limit: limit) { (last: WorkPiece?, size) in
                WorkFind(choice, after: last?.name, limit: size)
            } isBehind: {
                $0.name != $1.name
            }
            let (lists, silent) = await listing.read(at: chosen.services) {
                await switchboard.askEachTimed($0, at: $1)
            }
            // Who has no such kind of work is not missed, unless nobody has it.
            let missed = lists.isEmpty ? silent : silent.filter { $0.code != WorkFind.unknownKind }
            return WorkReport(lists, limit, missed)
        }
    }
}

/// How much there is of which kind.
struct WorkTallyReport: Report {
    /// One kind in one state.
    struct Line: Encodable, Sendable {
        let service: String
        let tally: WorkTally
    }

    let kinds: [Line]
    let silent: [Silence]

    static func read(_ switchboard: Switchboard, _ services: [String]) async -> WorkTallyReport {
        let (answers, silent) = await switchboard.askEach(ServiceInspect(), at: services)
        let kinds = answers.flatMap { service, state in state.work.map { Line(service: service, tally: $0) } }
        return WorkTallyReport(kinds: kinds, silent: silent)
    }

    var status: Trouble.Status { silent.status }

    func text(_ style: Style) -> String {
        var table = Table(
            .text("SERVICE"), .text("KIND"), .text("STATE"), .number("COUNT"), .number("OLDEST DUE"))
        for line in kinds {
            // What waits for its time is not due.
            let (isFailed, isWaiting) = (line.tally.state == .failed, line.tally.state == .waiting)
            table.add(
                Table.Cell(line.service), Table.Cell(line.tally.kind),
                Table.Cell(line.tally.state.rawValue, isFailed ? .bad : .plain),
                Table.Cell(WorkCounts([line.tally]).text),
                Table.Cell(Span.text(milliseconds: isWaiting ? nil : line.tally.oldestMilliseconds)))
        }
        let notes = WorkCounts(kinds.map(\.tally)).note(style)
        return (table.lines(style) + notes + silent.lines(style)).joined(separator: "\n")
    }
}

/// Single pieces of work.
struct WorkReport: Report {
    /// One piece.
    struct Line: Encodable, Sendable {
        let service: String
        let piece: WorkPiece
    }

    let pieces: [Line]
    let isCut: Bool
    let silent: [Silence]
    /// The time of each service, by whose clock a piece is due.
    let times: [String: Instant]
    private let limit: ListLimit

    enum CodingKeys: String, CodingKey { case pieces, isCut, silent, at }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(pieces, forKey: .pieces)
        try container.encode(isCut, forKey: .isCut)
        try container.encode(silent, forKey: .silent)
        try container.encode(Instant(Date()), forKey: .at)
    }

    init(_ lists: [Listed<WorkPiece>], _ limit: ListLimit, _ silent: [Silence]) {
        pieces = lists.flatMap { list in
            limit.cut(list).shown.map { Line(service: list.service, piece: $0) }
        }
        isCut = lists.contains { limit.cut($0).isCut }
        times = Dictionary(lists.map { ($0.service, $0.at) }) { first, _ in first }
        (self.limit, self.silent) = (limit, silent)
    }

    var status: Trouble.Status { silent.status }

    func text(_ style: Style) -> String {
        guard !pieces.isEmpty else {
            return ((silent.isEmpty ? ["There is no such work."] : []) + silent.lines(style)).joined(separator: "\n")
        }
        var table = Table(
            .text("SERVICE"), .text("KIND"), .text("STATE"), .number("DUE"), .number("TRIES"), .whole("KEY"),
            .whole("TENANT"), .whole("REASON"), .text("DETAIL"))
        for line in pieces {
            let piece = line.piece
            let now = times[line.service] ?? Instant(Date())
            let due = Int(piece.dueAt.milliseconds - now.milliseconds)
            table.add(
                Table.Cell(line.service), Table.Cell(piece.name.kind),
                Table.Cell(piece.state.rawValue, piece.state == .failed ? .bad : .plain),
                Table.Cell(due > 0 ? "in " + Span.text(milliseconds: due) : Span.text(milliseconds: -due)),
                Table.Cell("\(piece.attempt)"), Table.Cell(piece.name.key),
                Table.Cell(piece.name.tenant.description, .faint), Table.Cell(piece.reason ?? ""),
                Table.Cell(piece.detail ?? ""))
        }
        return (table.lines(style) + limit.line(isCut, style) + silent.lines(style)).joined(separator: "\n")
    }
}
