import Foundation

/// What the kernel has counted for one process (`proc(5)`, `/proc/PID/stat`).
package struct ProcessTimes: Sendable, Equatable {
    package let parent: Int32
    /// Seconds of CPU, user and system.
    package let own: Double
    /// The same of its children that have ended and were waited for.
    package let reaped: Double

    /// Reads a line of `/proc/PID/stat`; nil where it is none. The name, second in it and in brackets, may hold blanks
    /// and brackets itself.
    ///
    /// - Parameter ticks: The kernel's ticks in a second.
    package init?(line: String, ticks: Double) {
        guard let end = line.lastIndex(of: ")") else { return nil }
        let fields = line[end...].dropFirst().split(separator: " ")
        // Counted from the state, which is the third field: parent 4th; utime, stime, cutime, cstime 14th to 17th.
        guard fields.count > 14, let parent = Int32(fields[1]) else { return nil }
        let times = fields[11...14].compactMap { Double($0) }
        guard times.count == 4 else { return nil }
        self.parent = parent
        own = (times[0] + times[1]) / ticks
        reaped = (times[2] + times[3]) / ticks
    }

    private static let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))

    /// Of a process that runs; nil when it is gone.
    package init?(of process: Int32) {
        guard let line = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return nil }
        self.init(line: line, ticks: Self.ticks)
    }

    /// The seconds of a process with all its children, those that live and those that have ended.
    package static func family(of process: Int32) -> Double {
        guard let own = ProcessTimes(of: process) else { return 0 }
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let children = all.compactMap { Int32($0) }.compactMap { ProcessTimes(of: $0) }.filter { $0.parent == process }
        return children.reduce(own.own + own.reaped) { $0 + $1.own }
    }

    /// The most memory that a process has held at a time, in MB of 2²⁰ bytes (`VmHWM`); nil when it is gone.
    package static func peakMemory(of process: Int32) -> Double? {
        let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = text?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(separator: " ").compactMap { Double($0) }.first.map { $0 / 1024 }
    }

    /// Seconds of CPU that the whole machine has spent since it started, and those that its host gave to other machines
    /// while it would have gone on (`/proc/stat`).
    package static func machine() -> (spent: Double, stolen: Double) {
        let text = (try? String(contentsOfFile: "/proc/stat", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first ?? ""
        let fields = line.split(separator: " ").dropFirst().compactMap { Double($0) }
        // user, nice, system, idle, iowait, irq, softirq, steal
        guard fields.count > 7 else { return (0, 0) }
        return ((fields[0] + fields[1] + fields[2] + fields[5] + fields[6]) / ticks, fields[7] / ticks)
    }
}
