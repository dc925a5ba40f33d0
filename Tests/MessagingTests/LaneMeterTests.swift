import Contracts
import Foundation
import Testing

@testable import Messaging

/// How old what a lane handles is.
struct LaneMeterTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    private func message(_ ago: TimeInterval, said: TimeInterval? = nil) -> Metadata {
        var metadata = Metadata(id: .v7(at: now - ago), name: "shop.order.changed.v1")
        metadata.sentAt = said.map { now - $0 }
        return metadata
    }

    @Test("a batch is as old as its oldest message, wherever that stands")
    func oldest() throws {
        let age = try #require(LaneMeter.age(of: [message(1), message(30), message(2)], at: now))
        #expect(abs(age - 30) < 0.002)
    }

    @Test("what its sender says counts before an id that was made at our door")
    func told() throws {
        let age = try #require(LaneMeter.age(of: [message(0, said: 45), message(3)], at: now))
        #expect(abs(age - 45) < 0.002)
    }

    @Test("a clock that is ahead makes no age below zero, and an id without a time none at all")
    func ahead() {
        #expect(LaneMeter.age(of: [message(-5)], at: now) == 0)
        #expect(LaneMeter.age(of: [Metadata(id: UUID(), name: "shop.order.changed.v1")], at: now) == nil)
        #expect(LaneMeter.age(of: [], at: now) == nil)
    }
}
