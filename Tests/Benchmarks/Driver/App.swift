import BenchKit
import Foundation
import PlatformKit

/// Runs the workload W1 and the floor beside it, measures both, and compares what is stored with what was ordered.
@main
struct App {
    static func main() async {
        do {
            let settings = try BenchmarkSettings(ProcessInfo.processInfo.environment)
            let differences = try await Benchmark(settings: settings, tell: say).run()
            for sentence in differences { say("WRONG: \(sentence)") }
            exit(differences.isEmpty ? 0 : 1)
        } catch let error as WrongSetting {
            say("benchmark: \(error)")
            exit(78)
        } catch {
            say("benchmark: \(error)")
            exit(1)
        }
    }

    @Sendable private static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
