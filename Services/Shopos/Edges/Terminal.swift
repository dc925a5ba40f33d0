import Foundation
import ServiceKit

/// Where a command writes: what was asked for to the standard output, everything else to the standard error.
struct Terminal: Sendable {
    let style: Style
    let isTerminal: Bool

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        isTerminal = isatty(STDOUT_FILENO) == 1
        style = Style(
            hasColours: isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb",
            width: isTerminal ? Self.width : nil)
    }

    /// The columns of the terminal at the standard output; nil where it does not tell.
    private static var width: Int? {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Writes an answer.
    func say(_ text: String) {
        StandardOutput().write(Array((text.hasSuffix("\n") ? text : text + "\n").utf8))
    }

    /// Writes a complaint.
    func complain(_ text: String) {
        FileHandle.standardError.write(Data((Plain.screen(text) + "\n").utf8))
    }

    /// Shows how far long work is, on one line that is written over; nowhere but on a terminal.
    func progress(_ done: Int, of all: Int, _ what: String) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        let line = Progress.line(done, of: all, what)
        FileHandle.standardError.write(Data("\r\u{1B}[K\(line)\(done >= all ? "\n" : "")".utf8))
    }

    /// Clears the screen and writes from its top.
    func redraw(_ text: String) {
        StandardOutput().write(Array(((isTerminal ? "\u{1B}[H\u{1B}[2J" : "") + Plain.screen(text) + "\n").utf8))
    }

    /// A report, for programs or for people.
    ///
    /// - Parameter isOneOfMany: Whether others follow: then each is one line of JSON, so that programs can tell them
    ///   apart.
    func show(_ report: any Report, asJSON: Bool, isOneOfMany: Bool = false) throws {
        guard asJSON else { return say(Plain.screen(report.text(style))) }
        say(try Self.json(report, isOneOfMany: isOneOfMany))
    }

    /// A report as JSON.
    static func json(_ report: any Report, isOneOfMany: Bool) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting =
            isOneOfMany
            ? [.sortedKeys, .withoutEscapingSlashes] : [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Plain.json(String(decoding: try encoder.encode(report), as: UTF8.self))
    }
}
