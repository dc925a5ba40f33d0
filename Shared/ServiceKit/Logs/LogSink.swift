import Foundation
import Synchronization

/// Where finished log lines go.
public protocol LogSink: Sendable {
    /// Takes one line with its end; must not interleave it with others.
    func write(_ line: [UInt8])
}

/// The standard output of the process, for whatever runs it to collect.
public struct StandardOutput: LogSink {
    /// The process has one standard output, so there is one lock.
    private static let lock = Mutex<Void>(())

    /// The only standard output there is.
    public init() {}

    /// Writes the line as a whole. Nothing is reported if nobody reads any more: there is nowhere to report it.
    public func write(_ line: [UInt8]) {
        Self.lock.withLock { _ in Self.writeAll(line, to: STDOUT_FILENO) }
    }

    /// Writes a sentence for people.
    static func say(_ text: String) {
        StandardOutput().write(Array((text + "\n").utf8))
    }

    /// Writes a sentence for people to the standard error.
    static func complain(_ text: String) {
        writeAll(Array((text + "\n").utf8), to: STDERR_FILENO)
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if errno != EINTR {
                    return
                }
            }
        }
    }
}
