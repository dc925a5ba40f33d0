import Testing

@testable import Shopos

/// What is looked at again and again.
struct WatchTests {
    private struct Look: Report {
        let number: Int
        var status: Trouble.Status { number == 3 ? .amiss : .fine }
        func text(_ style: Style) -> String { "look \(number)" }
    }

    @Test("each look is shown once, and the last one tells how it ends")
    func eachLookShown() async throws {
        var (taken, shown): (Int, [Int]) = (0, [])
        let status = try await WatchCommand.watch(looks: 3, every: .milliseconds(1)) {
            taken += 1
            return Look(number: taken)
        } show: {
            shown.append($0.number)
        }
        #expect(shown == [1, 2, 3])
        #expect(status == .amiss)
    }

    @Test("who interrupts it in a pause sees nothing twice")
    func interruptsPauseSees() async throws {
        let seen = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            var shown: [Int] = []
            _ = try await WatchCommand.watch(looks: .max, every: .seconds(3600)) {
                Look(number: shown.count + 1)
            } show: {
                shown.append($0.number)
                seen.continuation.yield()
            }
            return shown
        }
        for await _ in seen.stream { break }
        task.cancel()
        #expect(try await task.value == [1])
    }

    @Test("a look that is interrupted is not shown: it would tell of services that nobody waited for")
    func interruptsLook() async throws {
        let task = Task {
            var shown: [Int] = []
            let status = try await WatchCommand.watch(looks: .max, every: .milliseconds(1)) {
                if shown.count == 3 { withUnsafeCurrentTask { $0?.cancel() } }
                return Look(number: shown.count + 1)
            } show: {
                shown.append($0.number)
            }
            return (shown, status)
        }
        let (shown, status) = try await task.value
        #expect(shown == [1, 2, 3] && status == .amiss, "as it was at the third")
    }
}
