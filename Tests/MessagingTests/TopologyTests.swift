import AMQP
import Contracts
import Messaging
import Testing

/// What decision 6 says of queues: an argument cannot be changed without deleting the queue, so there is but one.
@Suite struct TopologyTests {
    @Test("every queue is durable and declared with its type alone; everything else is policy")
    func everyQueueDurable() {
        #expect(!Topology.broker.queues.isEmpty)
        for queue in Topology.broker.queues {
            #expect(queue.isDurable && !queue.isExclusive, "\(queue.name)")
            #expect(queue.arguments == ["x-queue-type": "quorum"], "\(queue.name)")
        }
    }

    @Test("no queue is declared twice, and bindings lead from exchanges to queues that are declared")
    func noQueueDeclared() {
        let topology = Topology.broker
        let queues = topology.queues.map(\.name)
        #expect(Set(queues).count == queues.count)
        for binding in topology.bindings {
            #expect(queues.contains(binding.queue), "\(binding.queue)")
            #expect(topology.exchanges.contains { $0.name == binding.exchange }, "\(binding.exchange)")
        }
    }
}
