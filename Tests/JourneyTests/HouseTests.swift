import TestKit
import Testing

@Suite(.timeLimit(.minutes(15))) struct HouseTests {
    @Test("every service starts, is ready, and ends when it is told to")
    func starts() async throws {
        try await House.run { house in
            let summary = try await house.sandbox.read("/")
            #expect(summary["shops"].int == 1)
        }
    }
}
