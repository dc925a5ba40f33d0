public import Outbound

/// With what a call opens a shop.
public struct ShopAccess: Sendable, Hashable {
    /// For the `x-tts-access-token` field.
    public let token: Credential
    /// Names the shop; nil for calls that take none, such as the one that tells the ciphers.
    public let cipher: String?

    /// An access token, and the shop's cipher where one is known.
    public init(token: Credential, cipher: String? = nil) {
        self.token = token
        self.cipher = cipher
    }
}
