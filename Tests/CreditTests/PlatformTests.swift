import Contracts
import Testing

@testable import Credit

@Suite("Platforms that income can be read from")
struct PlatformTests {
    @Test("the list and the quality of the data are the specification's, and one platform can be connected")
    func list() {
        let platforms = PlatformListHandler.list([])
        let qualities = Dictionary(platforms.map { ($0.title, $0.quality) }) { first, _ in first }
        #expect(
            qualities == [
                "Shopify": .high, "TikTok Shop": .high, "Stripe": .high, "YouTube": .high, "Twitch": .medium,
            ])
        #expect(platforms.filter(\.isEstimated).map(\.title) == ["Twitch"])
        #expect(platforms.filter(\.canBeConnected).map(\.name) == ["tiktokShop"])
        #expect(platforms.first?.revenue == [.sales, .commissions], "sellers and affiliates")
        #expect(platforms.allSatisfy { $0.connected == 0 && !$0.revenue.isEmpty })
    }

    @Test("accounts that count and are active are connected, those that have ended are not")
    func connected() async throws {
        try await CreditWorld.lend { world in
            func connected() async throws -> [Int] {
                try await world.ask(PlatformListHandler(), PlatformList(), as: [Told.subject]).map(\.connected)
            }
            #expect(try await connected() == [0, 0, 0, 0, 0], "nobody has scored the person yet")
            try await world.open()
            try await world.score()
            #expect(try await connected() == [1, 0, 0, 0, 0])
            #expect(
                try await world.ask(PlatformListHandler(), PlatformList(), as: [Told.brand]).map(\.connected)
                    == [0, 0, 0, 0, 0], "another's are not seen")
            try await world.connect(state: .disconnected, version: 2)
            try await world.score(at: Given.days(ago: -1))
            #expect(try await connected() == [0, 0, 0, 0, 0])
        }
    }
}
