import Foundation
import Synchronization

/// How much each caller may ask: a bucket per caller, in the memory of this instance.
final class RateLimits<Caller: Hashable & Sendable>: Sendable {
    private let size: TokenBucket.Size
    private let buckets = Mutex<[Caller: TokenBucket]>([:])
    private let start = ContinuousClock.now
    /// No more callers than that are known at once, whoever comes.
    private let most: Int

    init(_ size: TokenBucket.Size, most: Int = 10_000) {
        self.size = size
        self.most = most
    }

    /// At once.
    var burst: Int { size.burst }
    /// How many callers are remembered.
    var callers: Int { buckets.withLock { $0.count } }

    /// Counts one request.
    func take(_ caller: Caller) -> TokenBucket.State {
        let now = now
        return buckets.withLock { buckets in
            if buckets[caller] == nil { makeRoom(&buckets, now) }
            return buckets[caller, default: TokenBucket(size, now: now)].take(size, now: now)
        }
    }

    /// How a caller stands, with nothing counted.
    func look(at caller: Caller) -> TokenBucket.State {
        let now = now
        return buckets.withLock { ($0[caller] ?? TokenBucket(size, now: now)).look(size, now: now) }
    }

    /// Takes back what was counted of a request that turned out to be somebody else's.
    func giveBack(_ caller: Caller) {
        buckets.withLock { $0[caller]?.giveBack(size) }
    }

    private var now: Double { (ContinuousClock.now - start) / .seconds(1) }

    private func makeRoom(_ buckets: inout [Caller: TokenBucket], _ now: Double) {
        guard buckets.count >= most else { return }
        buckets = buckets.filter { !$0.value.isFull(size, now: now) }
        // So many callers at once, all of them busy: those who come now begin anew rather than fill the memory.
        if buckets.count >= most { buckets.removeAll() }
    }
}
