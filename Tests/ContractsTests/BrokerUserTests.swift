import Contracts
import Foundation
import Testing

/// Rights as they are written, before a broker reads them; `RightsTests` tries them on one.
struct BrokerUserTests {
    @Test("whatever a queue hears of events, some service tells")
    func whateverQueueHears() {
        let told = Set(Topology.told.values.joined().map { $0.name.rawValue })
        for lane in Topology.lanes where lane.exchange == .events {
            for key in lane.keys { #expect(told.contains(key), "nobody tells \(key), which \(lane.queue) hears") }
        }
        for message in Topology.live { #expect(told.contains(message.name.rawValue), "\(message.name)") }
    }

    @Test("each service has a user of its name, and there are no others but the gateway's and operators'")
    func eachServiceUser() {
        let services = Set(Topology.lanes.map { String($0.service) })
        #expect(Set(Topology.users.map(\.name)) == services.union(["gateway", "operator"]))
        #expect(Topology.users.count == services.count + 2)
    }

    @Test("analytics reads and answers, and tells nothing")
    func analyticsReadsAnswers() throws {
        let user = try #require(Topology.users.first { $0.name == "analytics" })
        #expect(user.configure == #"^(analytics\.facts|analytics\.requests|analytics\.facts\.dead)$"#)
        #expect(user.write == #"^(analytics\.facts|analytics\.requests|shop\.replies)$"#)
        #expect(user.read == #"^(analytics\.facts|analytics\.requests|shop\.events)$"#)
        let events = try #require(user.topics.first { $0.exchange == .events })
        #expect(events.write == "^$")
        let replies = try #require(user.topics.first { $0.exchange == .replies })
        #expect(replies.write == #"^(gateway\..+\.replies|shopos\..+\.replies)$"# && replies.read == "^$")
    }

    @Test("a producer's name is taken literally")
    func producerNameTaken() throws {
        let user = Topology.producer("a.b-c")
        #expect(user.configure == "^$" && user.read == "^$" && user.write == #"^(shop\.webhooks)$"#)
        let right = try #require(user.topics.first)
        #expect(user.topics.count == 1 && right.exchange == .webhooks && right.read == "^$")
        #expect(right.write == #"^in\.a\.b-c\."#)
    }
}
