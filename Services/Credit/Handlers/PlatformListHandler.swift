import Contracts
import Messaging

/// Answers where income can be read from, how good the data are, and where the person is connected.
struct PlatformListHandler: RequestHandler {
    func answer(_ question: Received<PlatformList>, _ desk: Desk) async throws -> [CreditPlatform] {
        let subject = try desk.person()
        let standing = try await desk.read { try await ScoreStore.standing(of: subject, $0) }
        return Self.list(standing?.accounts ?? [])
    }

    /// Every platform, with how many of the accounts are active there.
    static func list(_ accounts: [Standing.Line]) -> [CreditPlatform] {
        IncomePlatform.allCases.map { platform in
            CreditPlatform(
                name: platform.rawValue, title: platform.title, quality: platform.isActual ? .high : .medium,
                isEstimated: !platform.isActual,
                revenue: platform.revenue.compactMap { CreditPlatform.Revenue(rawValue: $0.rawValue) },
                canBeConnected: platform.isRead, connected: platform.isRead ? accounts.count(where: \.isActive) : 0)
        }
    }
}
