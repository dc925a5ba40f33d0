import Contracts
import Foundation
import Testing

/// Which messages tell of a person, and of whose order.
struct PersonalTests {
    @Test("every message that is marked is listed, and no other")
    func marks() {
        let marked = Samples.all.filter { $0 is any PersonalMessage }.map { type(of: $0).name.rawValue }
        #expect(Set(marked) == Set(Topology.personal.map { $0.name.rawValue }))
        for sample in Samples.all {
            #expect(Topology.isPersonal(type(of: sample).name) == (sample is any PersonalMessage))
        }
    }

    @Test("a version that nobody knows is as personal as the known one")
    func versions() {
        #expect(Topology.personal("shop.recipient.changed.v7") != nil)
        #expect(Topology.personal("shop.order.changed.v1") == nil)
        #expect(!Topology.isPersonal("shop.recipient.changed.v7"), "we do not send what we do not know")
    }

    @Test(
        "a webhook is about the order that it names, if any",
        arguments: [
            (#"{"type":1,"data":{"order_id":"576461413038785752"}}"#, ["576461413038785752"]),
            (#"{"type":1,"data":{"order_id":576461413038785752}}"#, ["576461413038785752"]),
            (#"{"type":7,"data":{}}"#, []), ("[]", []), ("no JSON", []),
            (#"{"type":1,"data":{"order_id":{"a":1}}}"#, []),
        ])
    func webhooks(body: String, orders: [String]) {
        let webhook = WebhookReceived(
            provider: .tiktokShop, app: nil, headers: [:], payload: Data(body.utf8),
            receivedAt: Instant(milliseconds: 0))
        #expect(webhook.orders == orders)
    }
}
