public import Messaging
import Outbound
public import TikTokShop

/// The sales channel as work calls it; a seam for tests.
protocol Channel: Sendable {
    /// Makes one attempt at a call.
    func send<Call: TikTokShopCall>(_ call: Call, as access: ShopAccess) async throws -> Call.Reply
    /// Exchanges the code of an authorization.
    func grant(code: Credential) async throws -> TokenGrant
    /// Exchanges a refresh token.
    func grant(refreshing token: Credential) async throws -> TokenGrant
    /// Fetches a label.
    func document(at url: String) async throws -> Document
}

/// The real one.
struct TikTokChannel: Channel {
    let client: TikTokShopClient

    func send<Call: TikTokShopCall>(_ call: Call, as access: ShopAccess) async throws -> Call.Reply {
        try await client.send(call, as: access)
    }

    func grant(code: Credential) async throws -> TokenGrant {
        try await client.exchange(code: code)
    }

    func grant(refreshing token: Credential) async throws -> TokenGrant {
        try await client.refresh(token)
    }

    func document(at url: String) async throws -> Document {
        try await client.fetchDocument(url)
    }
}

/// Our identity at the channel, and the classes of calls that share a limit there per shop.
enum Budgets {
    static let app = "tiktok.operations"
    static let orders = EndpointClass.reads("order.read", app: app)
    static let catalogue = EndpointClass.reads("product.read", app: app)
    static let stock = EndpointClass.writes("product.write", app: app)
    static let logistics = EndpointClass.reads("logistics.read", app: app)
    static let returns = EndpointClass.reads("return_refund.read", app: app)
    static let cancelling = EndpointClass.writes("return_refund.write", app: app)
    static let shipping = EndpointClass.writes("fulfillment.write", app: app)
    static let parcels = EndpointClass.reads("fulfillment.read", app: app)
    static let events = EndpointClass.writes("event.write", app: app)
    static let accounts = EndpointClass.reads("authorization.read", app: app, account: .tenant)
    static let connecting = EndpointClass.writes("authorization.connect", app: app, account: .tenant)
    static let tokens = EndpointClass.writes("authorization.write", app: app, account: .app)
    static let finance = EndpointClass.reads("finance.read", app: app)
    static let affiliate = EndpointClass.reads("affiliate.read", app: app)
    static let facts = EndpointClass.reads("analytics.read", app: app)
    static let house = EndpointClass.inside("house")
}

extension TikTokShopError: PartnerTrouble {
    /// What the error means for further calls.
    public var meaning: PartnerMeaning {
        switch kind {
        case .throttled: .throttled(retryAfter: retryAfter)
        // The quota is a day's; an hour is a pause after which asking again does no harm.
        case .dailyQuota: .throttled(retryAfter: retryAfter ?? .seconds(3600))
        case .unreachable, .outcomeUnknown, .transient: .outage
        case .malformedAnswer: .nonsense
        default: .refusal
        }
    }
}
