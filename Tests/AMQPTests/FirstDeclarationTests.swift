import Foundation
import Synchronization
import Testing

@testable import AMQP

@Suite struct FirstDeclarationTests {
    private final class Counts: Sendable {
        let entered = Atomic(0)
        let seenByTheFirst = Atomic(0)
    }

    @Test("while the first connection declares, the others of the process wait")
    func whileFirstConnection() async {
        let topology = BrokerTopology(queues: [.quorum("first.declaration")])
        let counts = Counts()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try? FirstDeclaration.take(topology, at: "a test") { () throws(AMQPError) in
                        guard counts.entered.wrappingAdd(1, ordering: .relaxed).newValue == 1 else { return }
                        // Long enough for all the others to come.
                        for _ in 0..<100_000 { sched_yield() }
                        counts.seenByTheFirst.store(counts.entered.load(ordering: .relaxed), ordering: .relaxed)
                    }
                }
            }
        }
        #expect(counts.seenByTheFirst.load(ordering: .relaxed) == 1)
        #expect(counts.entered.load(ordering: .relaxed) == 8, "each declares, since each is a connection of its own")
    }

    @Test("what could not be declared is declared alone again")
    func couldNotDeclared() {
        let topology = BrokerTopology(queues: [.quorum("second.declaration")])
        #expect(throws: AMQPError.self) {
            try FirstDeclaration.take(topology, at: "a test") { () throws(AMQPError) in
                throw AMQPError(.closed, "gone")
            }
        }
        let calls = Counts()
        try? FirstDeclaration.take(topology, at: "a test") { () throws(AMQPError) in
            calls.entered.add(1, ordering: .relaxed)
        }
        #expect(calls.entered.load(ordering: .relaxed) == 1)
    }
}
