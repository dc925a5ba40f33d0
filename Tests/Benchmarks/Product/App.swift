import Foundation
import PlatformKit

/// Measures the product itself: all its services as processes of their own, on a broker and a database of their own.
@main struct App {
    static func main() async {
        do {
            if let port = emptyServer { return try await EmptyServer.run(port: port) }
            let settings = try ProductSettings(ProcessInfo.processInfo.environment)
            let findings = try await settings.form.measure(settings, tell: say)
            try Report(settings: settings, findings: findings).publish(tell: say)
            for sentence in findings.differences { say("WRONG: \(sentence)") }
            exit(findings.differences.isEmpty ? 0 : 1)
        } catch let error as WrongSetting {
            say("benchmark: \(error)")
            exit(78)
        } catch {
            say("benchmark: \(error)")
            exit(1)
        }
    }

    /// The port of `empty PORT`; nil where it measures.
    private static var emptyServer: Int? {
        let words = CommandLine.arguments.dropFirst()
        return words.first == "empty" ? words.dropFirst().first.flatMap { Int($0) } : nil
    }

    @Sendable private static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
