import ArgumentParser
import Contracts
import Foundation

/// `shopos watch`
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Services and queues, live, until it is interrupted.")

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
        let (every, looks, isJSON) = (every, looks, session.json)
        try await session.run { switchboard in
            var seen = 0
            while true {
                let report = WatchReport(
                    services: try await StatusReport.read(switchboard),
                    queues: try await QueuesReport.read(switchboard, showsEmpty: false), at: Instant(Date()))
                seen += 1
                // The last look is shown by whoever runs the command.
                if looks > 0, seen >= looks { return report }
                if isJSON {
                    try switchboard.terminal.show(report, asJSON: true)
                } else {
                    switchboard.terminal.redraw(report.text(switchboard.terminal.style))
                }
                do {
                    try await Task.sleep(for: .seconds(every))
                } catch {
                    return report
                }
            }
        }
    }
}

/// One look at everything.
struct WatchReport: Report {
    let services: StatusReport
    let queues: QueuesReport
    let at: Instant

    var status: Trouble.Status { max(services.status, queues.status) }

    func text(_ style: Style) -> String {
        [style.paint("\(at)", .faint), services.text(style), "", queues.text(style)].joined(separator: "\n")
    }
}
