internal import Foundation

/// Programs that a test runs to their end.
public enum OutsideProgram {
    /// What a program has come to.
    public struct Ended: Sendable {
        /// Zero, as a rule, for success.
        public let status: Int32
        /// What it wrote to the standard output and to the standard error.
        public let text: String
    }

    /// A program that was to succeed and did not.
    public struct Failure: Error, CustomStringConvertible {
        /// The program and its arguments.
        public let words: [String]
        /// How it ended.
        public let ended: Ended
        /// One sentence, and what the program said last.
        public var description: String {
            let said = ended.text.split(separator: "\n").suffix(5).joined(separator: "\n")
            return "\(words.joined(separator: " ")) ended with \(ended.status): \(said)"
        }
    }

    /// Runs a program until it succeeds.
    ///
    /// - Throws: ``Failure`` when it ends otherwise.
    public static func run(_ program: String, _ arguments: [String]) async throws {
        let ended = try await end(of: program, arguments)
        guard ended.status == 0 else { throw Failure(words: [program] + arguments, ended: ended) }
    }

    /// Runs a program, with nothing to read, until it ends in whatever way; no thread waits for it.
    ///
    /// - Parameter program: a path, or a name that is looked for in `PATH`.
    public static func end(of program: String, _ arguments: [String]) async throws -> Ended {
        let file = FileManager.default.temporaryDirectory.appending(path: "command-\(UUID().uuidString)")
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", closing, "bash", program] + arguments
        // Where another user may be, too, if the program is run as one.
        process.currentDirectoryURL = URL(filePath: "/")
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: file)
        process.standardError = process.standardOutput
        try await runToEnd(process)
        let text = try String(decoding: Data(contentsOf: file), as: UTF8.self)
        return Ended(status: process.terminationStatus, text: text)
    }

    /// A server that a program leaves behind must not keep the descriptor by which Foundation learns of the program's
    /// end.
    private static let closing =
        "for f in /proc/self/fd/*; do n=${f##*/}; ((n > 2)) && eval \"exec $n>&-\"; done; exec \"$@\""

    private static func runToEnd(_ process: Process) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
    }
}
