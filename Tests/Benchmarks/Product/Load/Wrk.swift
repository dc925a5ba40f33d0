import Foundation
import PlatformKit
import TestKit

/// `wrk`, the load generator of that name, as Debian has it.
struct Wrk: Sendable {
    /// What it has counted.
    struct Result: Sendable, Equatable {
        /// Answers, of every status.
        let answers: Int
        let perSecond: Double
        /// Milliseconds within which so many of a hundred were answered, by what was asked for.
        let latencies: [Int: Double]
        /// Answers of other statuses than 2xx and 3xx, and requests that were not answered.
        let bad: Int
    }

    let folder: URL
    /// Of its log, where several run at once.
    var name = "wrk"
    /// Connections, all in use at once.
    var connections = 64
    var threads = 2

    /// Asks as fast as it is answered, or each connection with a pause.
    ///
    /// - Parameter arguments: For the script.
    func run(
        _ url: String, seconds: Int, script: URL? = nil, arguments: [String] = []
    ) async throws -> Result {
        let file = folder.appending(path: "\(name).log")
        let program = try Program(
            URL(filePath: "/usr/bin/wrk"),
            ["-t", "\(threads)", "-c", "\(connections)", "-d", "\(seconds)s", "--timeout", "30s", "--latency"]
                + (script.map { ["-s", $0.path()] } ?? []) + [url] + (arguments.isEmpty ? [] : ["--"] + arguments),
            settings: ["PATH": "/usr/bin:/bin"], log: file)
        try await program.ended(within: .seconds(seconds + 60))
        guard let result = Result(program.tail()) else {
            throw Program.Failed(program: program, reason: "told nothing that can be read")
        }
        return result
    }
}

extension Wrk.Result {
    /// Reads what wrk prints; nil where it is something else.
    init?(_ text: String) {
        guard let speed = text.firstMatch(of: /Requests\/sec: +([0-9.]+)/).flatMap({ Double($0.output.1) }),
            let answers = text.firstMatch(of: /([0-9]+) requests in\b/).flatMap({ Int($0.output.1) })
        else { return nil }
        var latencies: [Int: Double] = [:]
        for line in text.matches(of: /(50|75|90|95|99)% +([0-9.]+)(us|ms|s|m)\b/) {
            let factors: [Substring: Double] = ["us": 0.001, "ms": 1, "s": 1000, "m": 60_000]
            guard let share = Int(line.output.1), let value = Double(line.output.2), let factor = factors[line.output.3]
            else { continue }
            latencies[share] = value * factor
        }
        let refused = text.firstMatch(of: /Non-2xx or 3xx responses: ([0-9]+)/).flatMap { Int($0.output.1) } ?? 0
        let lost =
            text.split(separator: "\n").first { $0.contains("Socket errors:") }?
            .matches(of: /[0-9]+/).compactMap { Int($0.output) } ?? []
        self.init(
            answers: answers, perSecond: speed, latencies: latencies, bad: refused + lost.reduce(0, +))
    }
}
