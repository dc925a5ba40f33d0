import Foundation

/// Lets threads meet: each waits until the given number has arrived once.
final class Gathering: @unchecked Sendable {  // every field is touched under the condition's lock
    private let condition = NSCondition()
    private let expected: Int
    private var arrived = 0
    private var inside = 0
    private(set) var peak = 0

    init(of expected: Int) {
        self.expected = expected
    }

    func enter() {
        condition.lock()
        arrived += 1
        inside += 1
        peak = max(peak, inside)
        condition.broadcast()
        while arrived < expected { condition.wait() }
        condition.unlock()
    }

    func leave() {
        condition.lock()
        inside -= 1
        condition.unlock()
    }
}
