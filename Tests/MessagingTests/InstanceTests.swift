import Contracts
import Foundation
import Postgres
import Synchronization
import TestKit
import Testing

@testable import Messaging

/// What instances tell of themselves, so that any of them answers for all.
@Suite(.timeLimit(.minutes(5)))
struct InstanceTests {
    private let operators = OperatorRequestTests()

    @Test("whichever instance answers tells of all; one that ends in peace is gone, a silent one is named")
    func answersForAll() async throws {
        let queues = [RequestWorld.lane.queue, RequestWorld.queue]
        try await operators.asOperator { world, client in
            func instances() async throws -> [InstanceState] {
                try await operators.ask(ServiceInspect(), client).instances ?? []
            }
            try await world.serving(as: "two") { _ in
                // The row of the other one is some seconds old: it may still tell that it is dialling.
                try await eventually("both are told of, and are well") {
                    let both = try await instances()
                    let checks = queues.map { InstanceCheck(name: $0, trouble: nil) }
                    return both.map(\.instance) == ["", "two"] && both.allSatisfy { $0.checks == checks }
                }
                let both = try await instances()
                #expect(both.allSatisfy { !$0.isSilent && $0.lanes.map(\.queue) == queues })
            }
            try await eventually("who ended in peace is gone") { try await instances().map(\.instance) == [""] }
            for (name, age) in [("hung", 16.0), ("slow", 14.0), ("dead", 901.0)] {
                let state = InstanceState(
                    instance: name, version: "9", startedAt: Instant(milliseconds: 1), heardAt: Instant(Date()),
                    checks: [], lanes: [])
                try await InstanceTable.write(state, world.database)
                try await world.database.run(
                    """
                    UPDATE instances SET heard_at = clock_timestamp() - make_interval(secs => \(age))
                    WHERE instance = \(name)
                    """)
            }
            let seen = try await instances()
            #expect(seen.map(\.instance) == ["", "hung", "slow"], "after a quarter of an hour nobody asks any more")
            // Three beats of five seconds are 15 s.
            #expect(seen.map(\.isSilent) == [false, true, false])
            try await InstanceTable.forgetOld(world.database)
            #expect(try await world.database.first("SELECT count(*) FROM instances", as: Int.self) == 3)
        }
    }

    @Test("a row that nobody can read is an instance all the same")
    func unreadable() async throws {
        try await operators.asOperator { world, client in
            try await world.database.run("INSERT INTO instances VALUES ('newer', clock_timestamp(), '[]')")
            let states = try await operators.ask(ServiceInspect(), client).instances ?? []
            #expect(states.first { $0.instance == "newer" }?.version == "unknown")
        }
    }

    @Test("a rate is what was settled between two beats: 100 in 5 s are 20 a second")
    func rates() {
        let lane = Counting()
        let pulse = Pulse(ServiceIdentity(service: "s", instance: "i", version: "1"), [lane]) {
            3 * lane.count.withLock { $0 }
        }
        let start = ContinuousClock.now
        lane.count.withLock { $0 = 7 }
        pulse.beat(at: start)
        #expect(pulse.now().lanes.first?.perSecond == nil, "of one beat nothing is known")
        #expect(pulse.now().confirmedPerSecond == nil)
        lane.count.withLock { $0 = 107 }
        pulse.beat(at: start + .seconds(5))
        #expect(pulse.now().lanes.first?.perSecond == 20)
        #expect(pulse.now().confirmedPerSecond == 60, "each of the hundred has led to three")
    }

    @Test("readiness is what the service's checks say, once somebody watches them")
    func readiness() {
        let pulse = Pulse(ServiceIdentity(service: "s", instance: "i", version: "1"), [Counting()]) { 0 }
        #expect(pulse.now().checks == [InstanceCheck(name: "q", trouble: nil)])
        pulse.watch { (true, [InstanceCheck(name: "postgres", trouble: "it is away")]) }
        #expect(pulse.now().checks.map(\.trouble) == ["it is away"] && pulse.now().isStopping)
    }

    private final class Counting: PulsingLane {
        let count = Mutex(0)
        var queue: String { "q" }
        var settledInAll: Int { count.withLock { $0 } }
        var trouble: String? { nil }
        func state(perSecond: Double?) -> InstanceLane {
            InstanceLane(queue: queue, isUp: true, unacked: 0, perSecond: perSecond)
        }
    }
}
