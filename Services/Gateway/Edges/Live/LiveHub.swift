import Contracts
import Synchronization

/// Who is watching, and what each of them has not been told yet.
///
/// A watcher is told that something of a kind changed, at most four times a second; between that, changes are counted.
/// So a slow watcher costs a few numbers, never a growing queue.
final class LiveHub: Sendable {
    /// Names a watcher.
    typealias WatcherID = Int

    /// Why nobody more may watch.
    enum Refusal: Error, Hashable { case tooManyOfKey(Int), tooMany }

    private struct Watcher {
        let key: KeyID
        let tenants: [TenantID]
        /// What its key may read.
        let kinds: Set<NewsKind>
        let bell: AsyncStream<Void>.Continuation
        /// Breaks its connection, for a watcher that is stuck in a write.
        let cut: @Sendable () -> Void
        var news = News()
        /// Since when it has not taken what it was woken for; nil: it has.
        var wokenAt: ContinuousClock.Instant?
        var toldAt: ContinuousClock.Instant
    }

    private struct State {
        var watchers: [WatcherID: Watcher] = [:]
        var byTenant: [TenantID: Set<WatcherID>] = [:]
        var lastID = 0
    }

    private let state = Mutex(State())
    private let mostOfKey: Int
    private static let most = 2000
    /// A quarter of a second: four notices in each.
    static let tick = Duration.milliseconds(250)
    /// Whoever hears nothing is woken so often, which is when his key is looked at again.
    static let heartbeat = Duration.seconds(5)
    /// Whoever takes nothing for so long is let go.
    static let patience = Duration.seconds(30)

    init(mostOfKey: Int) {
        self.mostOfKey = mostOfKey
    }

    /// How many are watching.
    var watchers: Int { state.withLock { $0.watchers.count } }

    /// Begins to watch. The stream wakes for news and heartbeats, and ends when the watcher is let go.
    ///
    /// - Parameter kinds: what the key may read, and so hears of.
    func join(
        _ key: KeyID, _ tenants: [TenantID], _ kinds: Set<NewsKind>, cut: @escaping @Sendable () -> Void
    ) throws(Refusal) -> (id: WatcherID, wakes: AsyncStream<Void>) {
        let (wakes, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
        let joined: Result<WatcherID, Refusal> = state.withLock { state in
            guard state.watchers.count < Self.most else { return .failure(.tooMany) }
            guard state.watchers.values.count(where: { $0.key == key }) < mostOfKey else {
                return .failure(.tooManyOfKey(mostOfKey))
            }
            state.lastID += 1
            let id = state.lastID
            state.watchers[id] = Watcher(
                key: key, tenants: tenants, kinds: kinds, bell: bell, cut: cut, toldAt: .now)
            for tenant in tenants { state.byTenant[tenant, default: []].insert(id) }
            return .success(id)
        }
        return (try joined.get(), wakes)
    }

    /// Stops to watch.
    func leave(_ id: WatcherID) {
        let bell = state.withLock { state in
            guard let watcher = state.watchers.removeValue(forKey: id) else {
                return nil as AsyncStream<Void>.Continuation?
            }
            for tenant in watcher.tenants {
                state.byTenant[tenant]?.remove(id)
                if state.byTenant[tenant]?.isEmpty == true { state.byTenant[tenant] = nil }
            }
            return watcher.bell
        }
        bell?.finish()
    }

    /// Something of a tenant's has changed. Whoever may not read that kind is not even woken.
    func note(_ kind: NewsKind, of tenant: TenantID) {
        state.withLock { state in
            for id in state.byTenant[tenant] ?? [] where state.watchers[id]?.kinds.contains(kind) == true {
                state.watchers[id]?.news.add(kind)
            }
        }
    }

    /// Messages may have been missed: everybody is to read everything again.
    func noteGap() {
        state.withLock { state in
            for id in state.watchers.keys { state.watchers[id]?.news.noteGap() }
        }
    }

    /// What a watcher has not been told; it counts as told now.
    func take(_ id: WatcherID) -> News {
        state.withLock { state in
            defer {
                state.watchers[id]?.news = News()
                state.watchers[id]?.wokenAt = nil
                state.watchers[id]?.toldAt = .now
            }
            return state.watchers[id]?.news ?? News()
        }
    }

    /// Wakes whoever has news or has heard nothing for long; lets go of those who take nothing. Called on every tick.
    func turn(now: ContinuousClock.Instant = .now) {
        let (bells, slow) = state.withLock { state in
            var bells: [AsyncStream<Void>.Continuation] = []
            var slow: [(WatcherID, @Sendable () -> Void)] = []
            for (id, watcher) in state.watchers {
                if let wokenAt = watcher.wokenAt {
                    if now - wokenAt > Self.patience { slow.append((id, watcher.cut)) }
                } else if !watcher.news.isEmpty || now - watcher.toldAt > Self.heartbeat {
                    state.watchers[id]?.wokenAt = now
                    bells.append(watcher.bell)
                }
            }
            return (bells, slow)
        }
        for bell in bells { bell.yield() }
        for (id, cut) in slow {
            leave(id)
            cut()
        }
    }
}
