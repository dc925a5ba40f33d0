import Contracts

/// What was settled where.
struct SettledReport: Report {
    /// One service's.
    struct Line: Encodable, Sendable {
        let service: String
        let count: Int
        /// How many were left when it last answered.
        let left: Int
        /// How many of those can only be discarded; nil where it was not counted.
        var erased: Int?
        /// How many of those belong to lanes that its version does not have; nil where there are none.
        var laneGone: Int?
        /// How many schedules were left for being some; nil where none could be meant.
        var schedules: Int?
        /// How many were left since somebody waits for them; nil where there are none.
        var awaited: Int?
        /// Whether the service gave no answer before all was done.
        var isBroken = false

        /// Whether anything was found.
        var isWorthTelling: Bool { count > 0 || left > 0 || (schedules ?? 0) > 0 || (awaited ?? 0) > 0 }
    }

    let act: String
    let services: [Line]
    let silent: [Silence]
    /// Whether it was ended before all was done.
    var isInterrupted = false

    /// Nothing found is a mistake of whoever asked; who interrupts leaves services unasked.
    var status: Trouble.Status {
        let isDone = services.contains { $0.count > 0 } && !isInterrupted
        return max(isDone ? .fine : .amiss, silent.status)
    }

    func text(_ style: Style) -> String {
        guard !services.isEmpty else { return (nothing + unknown + silent.lines(style)).joined(separator: "\n") }
        var table = Table(.text("SERVICE"), .number(act.uppercased()), .number("LEFT"))
        for line in services {
            table.add(Table.Cell(line.service), Table.Cell("\(line.count)"), Table.Cell("\(line.left)"))
        }
        return
            (table.lines(style) + services.flatMap { notes(of: $0) }.map { style.paint($0, .bad) } + unknown
            + silent.lines(style)).joined(separator: "\n")
    }

    /// Who did not answer, or was not asked, may have something that fits.
    private var nothing: [String] {
        if isInterrupted { return ["Interrupted before anything was \(act)."] }
        return silent.isEmpty
            ? ["Nothing fits, so nothing was \(act)."] : ["Of who answered nobody has anything that fits."]
    }

    private func notes(of line: Line) -> [String] {
        var notes: [String] = []
        if line.isBroken {
            notes.append(
                "\(line.service): \(line.count) were \(act) before it gave no answer; run it again for the rest.")
        }
        if let erased = line.erased, erased > 0, act == FailureAct.Act.replay.word {
            notes.append(
                "\(line.service): \(erased) of those left were erased with their buyers and cannot be replayed; "
                    + "`shopos failures discard` settles them.")
        }
        if let gone = line.laneGone, gone > 0, act == FailureAct.Act.replay.word {
            notes.append(
                "\(line.service): \(gone) of those left belong to lanes that its version does not have; replay them "
                    + "when one that has runs, or settle them by `shopos failures discard`.")
        }
        if let awaited = line.awaited, awaited > 0 {
            notes.append(
                "\(line.service): \(awaited) more were left, since somebody waits for them, such as a parcel for its "
                    + "label: they end by themselves, with an answer. `shopos work pause` stops them meanwhile.")
        }
        if let schedules = line.schedules, schedules > 0 {
            notes.append(
                "\(line.service): \(schedules) more are done every so often and were left; --schedules cancels them "
                    + "too, and most are wanted again only when a shop is connected anew.")
        }
        return notes
    }

    /// A step may have been done although its answer did not come.
    private var unknown: [String] {
        silent.contains { $0.code == "timedOut" || $0.code == Trouble.interrupted }
            ? ["Whether a step without an answer was done is told by `shopos receipts`."] : []
    }
}

extension SettledReport.Line {
    init(_ service: String, _ settled: Settled, isBroken: Bool = false) {
        self.init(
            service: service, count: settled.count, left: settled.left, erased: settled.erased,
            laneGone: settled.laneGone, schedules: settled.schedules, awaited: settled.awaited, isBroken: isBroken)
    }
}
