import Contracts
import Synchronization
import Testing

@testable import Gateway

struct LiveHubTests {
    private let tenant = GatewayWorld.tenant
    private let now = ContinuousClock.now

    @Test func `many changes between two ticks are one notice with counts`() async throws {
        let hub = LiveHub(mostOfKey: 10)
        let (id, wakes) = try hub.join(.mint(), [tenant]) {}
        for _ in 0..<1000 { hub.note(.order, of: tenant) }
        hub.note(.stock, of: tenant)
        hub.turn(now: now)
        hub.turn(now: now + LiveHub.tick)
        hub.leave(id)
        var count = 0
        for await _ in wakes { count += 1 }
        #expect(count == 1, "it was woken once and had not looked yet")
    }

    @Test func `what was taken is told once, and counts are exact`() throws {
        let hub = LiveHub(mostOfKey: 10)
        let (id, _) = try hub.join(.mint(), [tenant]) {}
        for _ in 0..<7 { hub.note(.order, of: tenant) }
        #expect(hub.take(id).counts == [.order: 7])
        #expect(hub.take(id).isEmpty)
    }

    @Test func `nobody hears of another tenant's`() throws {
        let hub = LiveHub(mostOfKey: 10)
        let (id, _) = try hub.join(.mint(), [tenant]) {}
        hub.note(.order, of: GatewayWorld.brand)
        #expect(hub.take(id).isEmpty)
        let (both, _) = try hub.join(.mint(), [tenant, GatewayWorld.brand]) {}
        hub.note(.order, of: GatewayWorld.brand)
        #expect(hub.take(both).counts == [.order: 1])
    }

    @Test func `a key has a bounded number of views, and a place that is left is free`() throws {
        let hub = LiveHub(mostOfKey: 2)
        let key = KeyID.mint()
        let (first, _) = try hub.join(key, [tenant]) {}
        _ = try hub.join(key, [tenant]) {}
        #expect(throws: LiveHub.Refusal.tooManyOfKey(2)) { try hub.join(key, [tenant]) {} }
        _ = try hub.join(.mint(), [tenant]) {}
        hub.leave(first)
        _ = try hub.join(key, [tenant]) {}
        #expect(hub.watchers == 3)
    }

    @Test func `who takes nothing for long is let go and cut off`() throws {
        let hub = LiveHub(mostOfKey: 10)
        let cuts = Mutex(0)
        let (quick, _) = try hub.join(.mint(), [tenant]) { Issue.record("the quick one was cut") }
        let (_, _) = try hub.join(.mint(), [tenant]) { cuts.withLock { $0 += 1 } }
        hub.note(.order, of: tenant)
        hub.turn(now: now)
        _ = hub.take(quick)
        hub.turn(now: now + LiveHub.patience - .seconds(1))
        #expect(hub.watchers == 2)
        _ = hub.take(quick)
        hub.turn(now: now + LiveHub.patience + .seconds(1))
        #expect(hub.watchers == 1)
        #expect(cuts.withLock { $0 } == 1)
    }

    @Test func `who hears nothing for long gets a heartbeat, and a gap is told to all`() async throws {
        let hub = LiveHub(mostOfKey: 10)
        let (id, wakes) = try hub.join(.mint(), [tenant]) {}
        hub.turn(now: .now + LiveHub.heartbeat + .seconds(1))
        var found = wakes.makeAsyncIterator()
        #expect(await found.next() != nil)
        #expect(hub.take(id).isEmpty)
        hub.noteGap()
        hub.turn(now: .now)
        #expect(await found.next() != nil)
        #expect(hub.take(id).isGap)
    }
}
