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
        let shown = try await withThrowingTaskGroup(of: [Int].self) { group in
            group.addTask {
                var shown: [Int] = []
                _ = try await WatchCommand.watch(looks: .max, every: .seconds(3600)) {
                    Look(number: shown.count + 1)
                } show: {
                    shown.append($0.number)
                }
                return shown
            }
            group.cancelAll()
            return try await group.next() ?? []
        }
        #expect(shown == [1])
    }
}
