import Foundation
import ServiceLifecycle
import TestKit
import Testing

@testable import ServiceKit

@Suite("Readiness")
struct ReadinessTests {
    let registry = PrometheusRegistry()

    /// Runs a monitor while the body looks at it.
    func watching(_ checks: [ReadinessCheck], _ body: (ReadinessMonitor) async throws -> Void) async throws {
        let monitor = ReadinessMonitor(checks, every: .milliseconds(5), metrics: registry)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await monitor.run() }
            try await body(monitor)
            group.cancelAll()
        }
    }

    @Test("before the first answer nothing is ready")
    func beginning() {
        let report = ReadinessMonitor([ReadinessCheck("a") {}], metrics: registry).report()
        #expect(!report.isReady)
        #expect(report.checks == [.init(name: "a", isReady: false, reason: "no answer yet")])
    }

    @Test("all checks must say yes, and a no gives its reason without passwords")
    func reasons() async throws {
        let checks = [
            ReadinessCheck("good") {},
            ReadinessCheck("bad") { throw NotReady(reason: "cannot reach amqp://guest:hunter2@host/") },
        ]
        try await watching(checks) { monitor in
            try await eventually("both have answered") {
                monitor.report().checks.last?.reason?.hasPrefix("cannot") == true
            }
            let report = monitor.report()
            #expect(!report.isReady)
            #expect(report.checks[0] == .init(name: "good", isReady: true, reason: nil))
            #expect(report.checks[1].reason == "cannot reach amqp://guest:***@host/")
            #expect(try Exposition(registry.exposition()).value("service_ready", ["check": "bad"]) == 0)
        }
    }

    @Test("a check is asked soon until its first yes, each time after twice as long, and from then on at an even pace")
    func pauses() {
        var pauses = ReadinessMonitor.Pauses(interval: .seconds(1))
        let milliseconds = (0..<7).map { _ in pauses.next(isReady: false) / .milliseconds(1) }
        #expect(milliseconds == [50, 100, 200, 400, 800, 1000, 1000])
        var ready = ReadinessMonitor.Pauses(interval: .seconds(1))
        #expect([false, true, false].map { ready.next(isReady: $0) / .milliseconds(1) } == [50, 1000, 1000])
    }

    @Test("a check that changes its mind is believed")
    func changes() async throws {
        let switches = Notes([false])
        let check = ReadinessCheck("switch") {
            if switches.last != true { throw NotReady(reason: "off") }
        }
        try await watching([check]) { monitor in
            try await eventually("it is off") { monitor.report().checks[0].reason == "off" }
            switches.add(true)
            try await eventually("it is on") { monitor.report().isReady }
            switches.add(false)
            try await eventually("it is off again") { !monitor.report().isReady }
        }
    }

    @Test("a check that hangs is a no after its deadline, and holds up neither the answer nor the others")
    func hanging() async throws {
        let checks = [
            ReadinessCheck("stuck", deadline: .milliseconds(20)) { try await Task.sleep(for: .seconds(3600)) },
            ReadinessCheck("good") {},
        ]
        try await watching(checks) { monitor in
            try await eventually("good is ready") { monitor.report().checks[1].isReady }
            #expect(monitor.report().checks[0].isReady == false)
        }
    }

    @Test("a check that was well and then hangs is a no after its deadline")
    func hangingLater() async throws {
        let asked = Notes<Void>()
        let check = ReadinessCheck("tired", deadline: .milliseconds(20)) {
            if asked.add(()) > 1 {
                try await Task.sleep(for: .seconds(3600))
            }
        }
        try await watching([check]) { monitor in
            try await eventually(within: .seconds(10), "the deadline has passed") {
                monitor.report().checks[0].reason == "no answer within 20ms"
            }
        }
    }

    @Test("a service that is told to stop is unready at once")
    func stopping() async throws {
        try await watching([ReadinessCheck("good") {}]) { monitor in
            try await eventually("it is ready") { monitor.report().isReady }
            monitor.stop()
            #expect(!monitor.report().isReady)
            let json = String(decoding: try JSONEncoder().encode(monitor.report()), as: UTF8.self)
            #expect(json.contains(#""status":"stopping""#))
        }
    }
}
