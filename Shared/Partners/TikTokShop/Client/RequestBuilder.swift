import Foundation
import Outbound

/// Turns a call into the request that goes out; pure, so that every byte can be tested.
struct RequestBuilder: Sendable {
    static let contentType = "application/json"

    let app: AppCredentials
    let hosts: Hosts

    func request<Call: TikTokShopCall>(_ call: Call, access: ShopAccess, at now: Date) throws(TikTokShopError)
        -> HTTPRequest
    {
        let endpoint = Call.endpoint
        if let problem = call.problem { throw .invalidRequest(endpoint, problem) }
        guard let path = endpoint.path(call.pathArguments) else {
            throw .invalidRequest(endpoint, "path: \(call.pathArguments) do not fit \(endpoint.template)")
        }
        let body = try encoded(call)
        let query = try query(call, access: access, at: now)
        let signer = RequestSigner(secret: app.secret)
        let sign = signer.sign(path: path, query: query, contentType: Self.contentType, body: body)
        let text = PercentEncoding.query((query + [QueryItem("sign", sign)]).map { ($0.name, $0.value) })
        return HTTPRequest(
            endpoint.method, "\(hosts.api)\(path)?\(text)",
            headers: ["Content-Type": Self.contentType, "x-tts-access-token": access.token.reveal()], body: body)
    }

    /// What ``TikTokShopClient/explain(_:as:)`` shows: the same path, query and body, not sent.
    func explanation<Call: TikTokShopCall>(_ call: Call, access: ShopAccess, at now: Date) throws(TikTokShopError)
        -> String
    {
        guard let path = Call.endpoint.path(call.pathArguments) else {
            throw .invalidRequest(Call.endpoint, "path: \(call.pathArguments) do not fit \(Call.endpoint.template)")
        }
        return RequestSigner(secret: app.secret).explain(
            path: path, query: try query(call, access: access, at: now), contentType: Self.contentType,
            body: try encoded(call))
    }

    private func query<Call: TikTokShopCall>(_ call: Call, access: ShopAccess, at now: Date) throws(TikTokShopError)
        -> [QueryItem]
    {
        var query = call.query.filter { !$0.value.isEmpty }
        query.append(QueryItem("app_key", app.key))
        query.append(QueryItem("timestamp", UnixSeconds(now).seconds))
        guard Call.endpoint.cipher == .required else { return query }
        guard let cipher = access.cipher, !cipher.isEmpty else {
            throw .invalidRequest(Call.endpoint, "shop_cipher: the call needs one")
        }
        return query + [QueryItem("shop_cipher", cipher)]
    }

    /// The signature covers these very bytes; sorted keys make them the same for the same call.
    private func encoded<Call: TikTokShopCall>(_ call: Call) throws(TikTokShopError) -> [UInt8] {
        guard let body = call.body else { return [] }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(body))
        } catch {
            throw .invalidRequest(Call.endpoint, "body: cannot be written as JSON")
        }
    }
}
