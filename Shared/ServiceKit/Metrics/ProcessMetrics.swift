import Foundation

/// What Prometheus' own clients tell about a process, under their names; read from `/proc`, empty where there is none.
enum ProcessMetrics {
    /// The block for the exposition, in text format 0.0.4.
    static func exposition() -> String {
        var text = ""
        add("process_start_time_seconds", "gauge", "Start of the process, Unix time in seconds", started, to: &text)
        add("process_cpu_seconds_total", "counter", "Processor time of the process in seconds", cpuSeconds, to: &text)
        add("process_resident_memory_bytes", "gauge", "Resident memory of the process", residentBytes, to: &text)
        add("process_open_fds", "gauge", "Open file descriptors of the process", openDescriptors, to: &text)
        return text
    }

    private static func add(_ name: String, _ kind: String, _ help: String, _ value: Double?, to text: inout String) {
        guard let value else { return }
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n\(name) \(value.sample)\n"
    }

    /// Taken once, when metrics are first asked for or the process bootstraps.
    static let started: Double? = Date().timeIntervalSince1970 - ProcessMetrics.secondsSinceStart

    /// Fields 14 and 15 of `/proc/self/stat` are user and system time in clock ticks (proc(5)).
    private static var cpuSeconds: Double? {
        guard let user = statField(14), let system = statField(15) else { return nil }
        return (user + system) / ticksPerSecond
    }

    /// Field 24 is the resident set in pages.
    private static var residentBytes: Double? {
        statField(24).map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) }
    }

    private static var openDescriptors: Double? {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")).map { Double($0.count) }
    }

    /// Field 22 is the start in ticks after boot; `/proc/uptime` is the time since boot.
    private static var secondsSinceStart: Double {
        guard let start = statField(22), let uptime = contents("/proc/uptime")?.split(separator: " ").first,
            let sinceBoot = Double(uptime)
        else { return 0 }
        return sinceBoot - start / ticksPerSecond
    }

    /// The second field is the program's name in brackets and may contain blanks, so counting starts behind it.
    private static func statField(_ number: Int) -> Double? {
        guard let stat = contents("/proc/self/stat"), let bracket = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: bracket)...].split(separator: " ")
        let index = number - 3
        return fields.indices.contains(index) ? Double(fields[index]) : nil
    }

    private static func contents(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    private static var ticksPerSecond: Double { Double(sysconf(Int32(_SC_CLK_TCK))) }
}
