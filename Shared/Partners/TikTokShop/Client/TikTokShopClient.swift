public import Foundation
public import Outbound

/// Talks to the Open API as one app, one attempt per call. Tokens are handed in with each call: refreshing and storing
/// them, budgets and repeats belong to whoever owns the shop.
public struct TikTokShopClient: Sendable {
    let http: HTTPClient
    let app: AppCredentials
    let hosts: Hosts
    let now: @Sendable () -> Date

    /// Talks through an HTTP client. `now` stamps requests; the channel accepts 300 s in the past and 30 s ahead.
    public init(
        http: HTTPClient, app: AppCredentials, hosts: Hosts = Hosts(), now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.http = http
        self.app = app
        self.hosts = hosts
        self.now = now
    }

    /// Makes a call and gives its reply, or the error by its meaning.
    ///
    /// A reply can still report failures of single items (``InventoryUpdateResult``).
    public func send<Call: TikTokShopCall>(
        _ call: Call, as access: ShopAccess, deadline: Duration = .seconds(15)
    ) async throws(TikTokShopError) -> Call.Reply {
        let builder = RequestBuilder(app: app, hosts: hosts)
        let request = try builder.request(call, access: access, at: now())
        return try await answer(to: request, Call.endpoint, deadline)
    }

    /// Sends what is ready and reads the reply; measured by the endpoint's title and version.
    func answer<Reply: Decodable & Sendable>(
        to request: HTTPRequest, _ endpoint: Endpoint, _ deadline: Duration
    ) async throws(TikTokShopError) -> Reply {
        let title = endpoint.title
        return try await CallMeter.measure(Endpoint.partner, title, \.kind.rawValue) { () throws(TikTokShopError) in
            let response = try await exchange(request, endpoint, deadline)
            CallBook.shared.hear(response.headers, Endpoint.partner, title)
            return try AnswerReader(endpoint: endpoint, now: now()).read(response, as: Reply.self)
        }
    }

    /// The base string and signature that the call would have now, with the secret redacted.
    public func explain<Call: TikTokShopCall>(_ call: Call, as access: ShopAccess) throws(TikTokShopError) -> String {
        try RequestBuilder(app: app, hosts: hosts).explanation(call, access: access, at: now())
    }

    func exchange(_ request: HTTPRequest, _ endpoint: Endpoint, _ deadline: Duration) async throws(TikTokShopError)
        -> HTTPResponse
    {
        do throws(OutboundError) {
            return try await http.send(request, deadline: deadline)
        } catch {
            throw TikTokShopError(error, endpoint)
        }
    }
}
