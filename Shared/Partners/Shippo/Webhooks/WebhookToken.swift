import Crypto
import Foundation
public import Outbound

/// Knows Shippo's webhooks by a token that we put into their address (`?token=…`): the way that works from the first
/// day.
public struct WebhookToken: Sendable {
    private let token: Credential

    /// Expects a token.
    public init(_ token: Credential) {
        self.token = token
    }

    /// Whether the address carried the token. Takes the same time wherever they differ, since both are hashed first.
    public func verify(_ given: String?) -> Bool {
        guard let given, !given.isEmpty, !token.isEmpty else { return false }
        let key = SymmetricKey(size: .bits256)
        let expected = HMAC<SHA256>.authenticationCode(for: Data(token.reveal().utf8), using: key)
        return HMAC<SHA256>.isValidAuthenticationCode(expected, authenticating: Data(given.utf8), using: key)
    }
}
