import ServiceKit

/// The one door for people, programs and partners' webhooks: HTTP on one side, messages on the other.
@main struct App: ShopService {
    static let name = "gateway"
    static let summary = "The one door for people, programs and partners' webhooks."

    static func assemble(_ config: Config, _ context: ServiceContext) async throws -> Assembly {
        Assembly([])
    }
}
