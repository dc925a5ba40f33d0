import Contracts
import Synchronization
import Testing

@testable import Gateway

struct LiveHubTests {
    private let tenant = GatewayWorld.tenant
    private let now = ContinuousClock.now
    private let all = Set(NewsKind.allCases)

    @Test("many changes between two ticks are one notice with counts")
    func manyChangesBetween() async throws {
        let hub = LiveHub(mostOfKey: 10)
        let (id, wakes) = try hub.join(.mint(), [tenant], all) {}
        for _ in 0..<1000 { hub.note(.order, of: tenant) }
        hub.note(.stock, of: tenant)
        hub.turn(now: now)
        hub.turn(now: now + LiveHub.tick)
        hub.leave(id)
        var count = 0
        for await _ in wakes { count += 1 }
        #expect(count == 1, "it was woken once and had not looked yet")
    }

    @Test("what was taken is told once, and counts are exact")
    func takenToldOnce() throws {
        let hub = LiveHub(mostOfKey: 10)
        let (id, _) = try hub.join(.mint(), [tenant], all) {}
        for _ in 0..<7 { hub.note(.order, of: tenant) }
        #expect(hub.take(id).counts == [.order: 7])
        #expect(hub.take(id).isEmpty)
    }

    @Test("nobody hears of another tenant's")
    func nobodyHearsAnother() throws {
        let hub = LiveHub(mostOfKey: 10)
        let (id, _) = try hub.join(.mint(), [tenant], all) {}
        hub.note(.order, of: GatewayWorld.brand)
        #expect(hub.take(id).isEmpty)
        let (both, _) = try hub.join(.mint(), [tenant, GatewayWorld.brand], all) {}
        hub.note(.order, of: GatewayWorld.brand)
        #expect(hub.take(both).counts == [.order: 1])
    }

    @Test("a key hears of what it may read, and is not woken for the rest")
    func keyHearsRead() async throws {
        let hub = LiveHub(mostOfKey: 10)
        let (narrow, wakes) = try hub.join(.mint(), [tenant], NewsKind.heard(with: [.shipmentsRead])) {}
        let (wide, _) = try hub.join(.mint(), [tenant], all) {}
        for kind in NewsKind.allCases where kind != .shipment { hub.note(kind, of: tenant) }
        hub.turn(now: now)
        #expect(hub.take(narrow).isEmpty)
        #expect(hub.take(wide).counts.count == NewsKind.allCases.count - 1)
        hub.note(.shipment, of: tenant)
        hub.noteGap()
        let news = hub.take(narrow)
        #expect(news.counts == [.shipment: 1] && news.isGap, "a gap is told to all")
        hub.leave(narrow)
        for await _ in wakes { Issue.record("it was woken for what it may not read") }
    }

    @Test("each kind takes the scope that reads it, and no scope that writes")
    func eachKindScope() {
        let heard: [AccessScope: Set<NewsKind>] = [
            .ordersRead: [.order], .stockRead: [.stock, .listing], .shipmentsRead: [.shipment],
            .returnsRead: [.return], .connectionsRead: [.connection], .settingsRead: [.settings],
            .actionsRead: [.action],
        ]
        for scope in AccessScope.allCases {
            #expect(NewsKind.heard(with: [scope]) == heard[scope] ?? [], "\(scope)")
        }
        #expect(NewsKind.heard(with: Set(AccessScope.allCases)) == all)
    }

    @Test("a key has a bounded number of views, and a place that is left is free")
    func keyBoundedNumber() throws {
        let hub = LiveHub(mostOfKey: 2)
        let key = KeyID.mint()
        let (first, _) = try hub.join(key, [tenant], all) {}
        _ = try hub.join(key, [tenant], all) {}
        #expect(throws: LiveHub.Refusal.tooManyOfKey(2)) { try hub.join(key, [tenant], all) {} }
        _ = try hub.join(.mint(), [tenant], all) {}
        hub.leave(first)
        _ = try hub.join(key, [tenant], all) {}
        #expect(hub.watchers == 3)
    }

    @Test("who takes nothing for long is let go and cut off")
    func takesNothingLong() throws {
        let hub = LiveHub(mostOfKey: 10)
        let cuts = Mutex(0)
        let (quick, _) = try hub.join(.mint(), [tenant], all) { Issue.record("the quick one was cut") }
        let (_, _) = try hub.join(.mint(), [tenant], all) { cuts.withLock { $0 += 1 } }
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

    @Test("who hears nothing for long gets a heartbeat, and a gap is told to all")
    func hearsNothingLong() async throws {
        let hub = LiveHub(mostOfKey: 10)
        let (id, wakes) = try hub.join(.mint(), [tenant], all) {}
        hub.turn(now: .now + LiveHub.heartbeat + .seconds(1))
        var found = wakes.makeAsyncIterator()
        #expect(await found.next() != nil)
        #expect(hub.take(id).isEmpty)
        hub.noteGap()
        hub.turn(now: .now)
        #expect(await found.next() != nil)
        #expect(hub.take(id).isGap)
    }

    @Test("live views hear of what the gateway's broker user may bind")
    func liveViewsHear() {
        #expect(Set(NewsKind.messages.keys) == Set(Topology.live.map { $0.name }))
    }
}
