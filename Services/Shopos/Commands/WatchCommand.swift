import ArgumentParser
import Contracts
import Foundation

/// `shopos watch`
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Services and queues, live, until it is interrupted.",
        discussion: "With --json each look is one line.")

    @OptionGroup var session: Session

    @Option(name: .long, help: "Seconds between two looks, 0.5 to 60.")
    var every: Double = 2

    @Option(name: .long, help: "End after so many looks; 0: never.")
    var looks = 0

    mutating func validate() throws {
        guard (0.5...60).contains(every) else { throw ValidationError("--every must be from 0.5 to 60 seconds.") }
        guard looks >= 0 else { throw ValidationError("--looks must not be negative.") }
    }

    func run() async throws {
        let (every, isJSON) = (every, session.json)
        let looks = looks == 0 ? Int.max : looks
        try await session.follow { switchboard in
            try await Self.watch(looks: looks, every: .seconds(every)) {
                try await WatchReport.read(switchboard)
            } show: { report in
                guard !isJSON else {
                    return try switchboard.terminal.show(report, asJSON: true, isOneOfMany: true)
                }
                switchboard.terminal.redraw(report.text(switchboard.terminal.style))
            }
        }
    }

    /// Looks and shows so many times, or until it is interrupted; answers how it was at the last look that was whole.
    static func watch<Look: Report>(
        looks: Int, every pause: Duration, _ look: () async throws -> Look, show: (Look) throws -> Void
    ) async throws -> Trouble.Status {
        var (seen, status) = (0, Trouble.Status.fine)
        while true {
            let report = try await look()
            if Task.isCancelled { return status }
            try show(report)
            (seen, status) = (seen + 1, report.status)
            guard seen < looks, (try? await Task.sleep(for: pause)) != nil else { return status }
        }
    }
}

/// One look at everything.
struct WatchReport: Report {
    let services: StatusReport
    let queues: QueuesReport
    let at: Instant

    /// Asks every service.
    static func read(_ switchboard: Switchboard) async throws -> WatchReport {
        async let services = StatusReport.read(switchboard)
        // At the same time: who is silent costs its wait once.
        async let queues = QueuesReport.read(switchboard, showsEmpty: false)
        return WatchReport(services: try await services, queues: try await queues, at: Instant(Date()))
    }

    var status: Trouble.Status { max(services.status, queues.status) }

    func text(_ style: Style) -> String {
        [style.paint("\(at)", .faint), services.text(style), "", queues.text(style)].joined(separator: "\n")
    }
}
