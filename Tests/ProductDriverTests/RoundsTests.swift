import BenchKit
import Synchronization
import Testing

@testable import ProductDriver

@Suite("Rounds")
struct RoundsTests {
    private struct Broken: Error, CustomStringConvertible {
        let description = "it broke"
    }

    private func findings(_ figures: [Double?]) async throws -> (findings: Findings, told: [String]) {
        let told = Mutex<[String]>([])
        let rounds = Rounds<Double>(
            number: figures.count, tell: { line in told.withLock { $0.append(line) } },
            lines: { [Line(name: "speed", unit: "", values: $0)] }, notes: { ["last: \($0)"] },
            differences: { $0 > 5 ? ["\($0) is too much"] : [] })
        var rest = figures
        let found = try await rounds.findings { _ in
            guard let figure = rest.removeFirst() else { throw Broken() }
            return figure
        }
        return (found, told.withLock { $0 })
    }

    @Test("all rounds are found together, and each is told when it is over")
    func whole() async throws {
        let (found, told) = try await findings([3, 7])
        #expect(found.lines.map(\.values) == [[3, 7]] && found.notes == ["last: 7.0"])
        #expect(found.differences == ["7.0 is too much"] && told.count == 2)
    }

    @Test("a round that fails is told and ends them, and what was found before stays")
    func broken() async throws {
        let (found, told) = try await findings([3, nil, 4])
        #expect(found.lines.map(\.values) == [[3]] && found.differences == ["round 2 of 3: it broke"])
        #expect(told.count == 1)
    }

    @Test("with nothing found there is nothing to tell")
    func nothing() async {
        await #expect(throws: Broken.self) { try await findings([nil, 3]) }
    }
}
