import Foundation
import PlatformKit

/// Strikes the platform with everything that can go wrong and compares what is left with the partners' books.
@main struct App {
    static func main() async {
        do {
            let settings = try ChaosSettings(ProcessInfo.processInfo.environment)
            say("seed \(settings.seed), \(settings.rate) orders a second, \(settings.strikes) strikes a class")
            let begin = ContinuousClock.now
            let lines = try await Campaign.run(settings, tell: say)
            say("\(lines.count) classes in \(Int((ContinuousClock.now - begin) / .seconds(60))) minutes")
            if settings.previous == nil, settings.faults.isEmpty {
                say("left out: rolling-restart, as PREVIOUS names no build to go back to")
            }
            let isLineTried = lines.contains { $0.waited > 0 }
            if !isLineTried { say("nobody had to wait for stock, so nothing is proven of those who do") }
            let bad = lines.filter { !$0.isGood }
            if !bad.isEmpty { say("broken under \(bad.map(\.fault).joined(separator: ", "))") }
            if bad.isEmpty && isLineTried { say("every promise held") }
            exit(bad.isEmpty && isLineTried ? 0 : 1)
        } catch let error as WrongSetting {
            say("chaos: \(error)")
            exit(78)
        } catch {
            say("chaos: \(error)")
            exit(1)
        }
    }

    @Sendable private static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
