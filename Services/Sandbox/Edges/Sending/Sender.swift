import Foundation
import Outbound

/// Puts webhooks on the wire: one attempt each, over connections that are kept.
final class Sender: Sendable {
    private let http: HTTPClient

    /// - Parameters:
    ///   - places: how many webhooks may be on the wire at once.
    ///   - authority: a file of certificates as PEM to trust in place of the system's; nil: those.
    init(places: Int, authority: String?) {
        var configuration = HTTPClient.Configuration()
        configuration.userAgent = "TikTokShop-Sandbox/1"
        configuration.maximumConcurrent = places
        configuration.caFile = authority
        configuration.connectTimeout = RetrySchedule.timeout
        // An endpoint answers with next to nothing; more is none of our business.
        configuration.maximumResponseBytes = 64 << 10
        http = HTTPClient(configuration)
    }

    /// The status of the answer; nil when none came in time.
    func post(_ url: String, headers: [(String, String)], body: [UInt8]) async -> Int? {
        var request = HTTPRequest(.post, url, body: body)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        return try? await http.send(request, deadline: RetrySchedule.timeout).status
    }

    /// Ends all connections.
    func close() async {
        await http.close()
    }
}

/// Where webhooks may go: to a development machine or into a private network, so plain HTTP will do.
enum HookAddress {
    /// Whether a webhook can be sent there.
    static func isUsable(_ text: String) -> Bool {
        guard let url = URLComponents(string: text), ["http", "https"].contains(url.scheme), let host = url.host else {
            return false
        }
        return !host.isEmpty && url.user == nil && url.password == nil
    }
}
