import Contracts
import Foundation
import Synchronization

/// How much each key may ask: a bucket per key, in the memory of this instance.
final class RateLimits: Sendable {
    private let size: TokenBucket.Size
    private let buckets = Mutex<[KeyID: TokenBucket]>([:])
    private let start = ContinuousClock.now
    private static let most = 10_000

    init(_ size: TokenBucket.Size) {
        self.size = size
    }

    /// At once.
    var burst: Int { size.burst }

    /// Counts one request.
    func take(_ key: KeyID) -> TokenBucket.State {
        let now = (ContinuousClock.now - start) / .seconds(1)
        return buckets.withLock { buckets in
            if buckets.count >= Self.most { buckets = buckets.filter { !$0.value.isFull(size, now: now) } }
            // Ten thousand keys at once, all of them busy: those who come now begin anew rather than fill the memory.
            if buckets.count >= Self.most { buckets.removeAll() }
            return buckets[key, default: TokenBucket(size, now: now)].take(size, now: now)
        }
    }
}
