import Foundation
import Testing

@testable import BenchKit
@testable import W1Driver

@Suite("What the kernel counts")
struct ProcessTimesTests {
    /// Fields by proc(5): state, ppid, …, utime 14th, stime 15th, cutime 16th, cstime 17th.
    @Test("parent and times are found behind a name with blanks and brackets")
    func stat() {
        let line = "42 (a) (b c) S 7 42 42 0 -1 4194304 100 200 0 0 150 50 30 20 20 0 1 0 12345 1000 200"
        let times = ProcessTimes(line: line, ticks: 100)
        #expect(times?.parent == 7)
        #expect(times?.own == 2.0, "(150 + 50) / 100")
        #expect(times?.reaped == 0.5, "(30 + 20) / 100")
    }

    @Test("what is no such line is none", arguments: ["", "42 (name", "42 (name) S 7 1 2", "no brackets at all"])
    func garbage(line: String) {
        #expect(ProcessTimes(line: line, ticks: 100) == nil)
    }

    @Test("a process that runs has times and memory, one that does not has neither")
    func running() {
        #expect(ProcessTimes(of: getpid()) != nil)
        #expect((ProcessTimes.peakMemory(of: getpid()) ?? 0) > 1)
        #expect(ProcessTimes(of: -1) == nil)
        #expect(ProcessTimes.peakMemory(of: -1) == nil)
        #expect(ProcessTimes.machine().spent > 0)
    }
}
