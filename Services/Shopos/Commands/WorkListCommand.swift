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

    @Option(name: .long, help: "The most pieces of each service, 1 to 500.")
    var limit = 50

    mutating func validate() throws {
        guard (1...500).contains(limit) else { throw ValidationError("--limit must be from 1 to 500.") }
    }

    func run() async throws {
        let (chosen, limit) = (chosen, limit)
        let choice = chosen.choice(state)
        let isNarrow = each || choice != WorkChoice()
        try await session.run { switchboard in
            guard isNarrow else { return await WorkTallyReport.read(switchboard, chosen.services) }
            let (answers, silent) = await switchboard.askEach(
                WorkFind(choice, limit: limit), at: chosen.services)
            let pieces = answers.flatMap { service, pieces in
                pieces.map { WorkReport.Line(service: service, piece: $0) }
            }
            // Who has no such kind of work is not missed, unless nobody has it.
            let missed = answers.isEmpty ? silent : silent.filter { $0.code != WorkFind.unknownKind }
            return WorkReport(pieces: pieces, silent: missed, at: Instant(Date()))
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
                Table.Cell(line.tally.state.rawValue, isFailed ? .bad : .plain), Table.Cell("\(line.tally.count)"),
                Table.Cell(Span.text(milliseconds: isWaiting ? nil : line.tally.oldestMilliseconds)))
        }
        return (table.lines(style) + silent.lines(style)).joined(separator: "\n")
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
    let silent: [Silence]
    let at: Instant

    var status: Trouble.Status { silent.status }

    func text(_ style: Style) -> String {
        guard !pieces.isEmpty else {
            return ((silent.isEmpty ? ["There is no such work."] : []) + silent.lines(style)).joined(separator: "\n")
        }
        var table = Table(
            .text("SERVICE"), .text("KIND"), .text("KEY"), .text("TENANT"), .text("STATE"), .number("DUE"),
            .number("TRIES"), .text("WHY"))
        for line in pieces {
            let piece = line.piece
            let due = Int(piece.dueAt.milliseconds - at.milliseconds)
            table.add(
                Table.Cell(line.service), Table.Cell(piece.name.kind), Table.Cell(piece.name.key),
                Table.Cell(piece.name.tenant.description, .faint),
                Table.Cell(piece.state.rawValue, piece.state == .failed ? .bad : .plain),
                Table.Cell(due > 0 ? "in " + Span.text(milliseconds: due) : Span.text(milliseconds: -due)),
                Table.Cell("\(piece.attempt)"),
                Table.Cell([piece.reason, piece.detail].compactMap(\.self).joined(separator: ": ")))
        }
        return (table.lines(style) + silent.lines(style)).joined(separator: "\n")
    }
}
