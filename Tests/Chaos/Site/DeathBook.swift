import Foundation
import PlatformKit

/// How often each service died at a crash point since a class began, by what the dying wrote last.
struct DeathBook: Sendable {
    private let folder: URL
    private let line: Data
    /// How long each log was when the class began.
    private let begins: [String: UInt64]
    private let mortal: Set<String>

    /// - Parameters:
    ///   - folder: Of the processes' logs.
    ///   - mortal: The services that must die there.
    init(_ folder: URL, point: String, mortal: Set<String>) throws {
        self.folder = folder
        self.mortal = mortal
        line = Data("crash point \(point)\n".utf8)
        begins = try Self.logs(folder).mapValues { try FileHandle(forReadingFrom: $0).seekToEnd() }
    }

    private static func logs(_ folder: URL) throws -> [String: URL] {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        // Of an instance: its service, its number, and then no more.
        let logs = files.filter { $0.lastPathComponent.wholeMatch(of: /[a-z]+\.[0-9]+\.log/) != nil }
        return Dictionary(logs.map { ($0.lastPathComponent, $0) }) { first, _ in first }
    }

    /// Deaths by service.
    var deaths: [String: Int] {
        let logs = (try? Self.logs(folder)) ?? [:]
        return logs.reduce(into: [:]) { deaths, log in
            let service = String(log.key.prefix { $0 != "." })
            deaths[service, default: 0] += count(log.value, since: begins[log.key] ?? 0)
        }
    }

    private func count(_ log: URL, since begin: UInt64) -> Int {
        guard let file = try? FileHandle(forReadingFrom: log), (try? file.seek(toOffset: begin)) != nil,
            let text = try? file.readToEnd()
        else { return 0 }
        var deaths = 0
        var rest = text.startIndex..<text.endIndex
        while let found = text.range(of: line, in: rest) {
            deaths += 1
            rest = found.upperBound..<text.endIndex
        }
        return deaths
    }

    /// Those that must die there and have not, sorted.
    var lacking: [String] {
        mortal.isEmpty ? [] : mortal.subtracting(deaths.filter { $0.value > 0 }.keys).sorted()
    }

    /// In one sentence, for the report.
    var summary: String {
        let deaths = deaths
        return "died there: " + Post.services.map { "\($0) \(deaths[$0, default: 0])" }.joined(separator: ", ")
    }
}
