import Foundation
import Synchronization
import Testing

@testable import AMQP

@Suite struct FirstDeclarationTests {
    @Test func `while the first connection declares, the others of the process wait`() async {
        let topology = BrokerTopology(queues: [.quorum("first.declaration")])
        let entered = Atomic(0)
        let seenByTheFirst = Mutex(0)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try? FirstDeclaration.take(topology, at: "a test") { () throws(AMQPError) in
                        guard entered.wrappingAdd(1, ordering: .relaxed).newValue == 1 else { return }
                        // Long enough for all the others to come.
                        for _ in 0..<100_000 { sched_yield() }
                        seenByTheFirst.withLock { $0 = entered.load(ordering: .relaxed) }
                    }
                }
            }
        }
        #expect(seenByTheFirst.withLock { $0 } == 1)
        #expect(entered.load(ordering: .relaxed) == 8, "each declares, since each is a connection of its own")
    }

    @Test func `what could not be declared is declared alone again`() {
        let topology = BrokerTopology(queues: [.quorum("second.declaration")])
        #expect(throws: AMQPError.self) {
            try FirstDeclaration.take(topology, at: "a test") { () throws(AMQPError) in
                throw AMQPError(.closed, "gone")
            }
        }
        let calls = Atomic(0)
        try? FirstDeclaration.take(topology, at: "a test") { () throws(AMQPError) in
            calls.add(1, ordering: .relaxed)
        }
        #expect(calls.load(ordering: .relaxed) == 1)
    }
}
