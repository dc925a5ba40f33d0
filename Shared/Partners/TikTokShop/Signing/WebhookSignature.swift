import Crypto
import Foundation
public import Outbound

/// Checks and makes the signature of webhooks: lower-case hex of HMAC-SHA256 under the app's secret over the app's key
/// followed by the raw body, in the `Authorization` field without a scheme (Partner Center, "TTS webhooks overview").
///
/// It covers no time, so that a recorded webhook stays valid for ever: duplicates are found by `tts_notification_id`.
public struct WebhookSignature: Sendable {
    private let appKey: String
    private let secret: Credential

    /// Checks with an app's key and secret.
    public init(appKey: String, secret: Credential) {
        self.appKey = appKey
        self.secret = secret
    }

    /// The signature of a body.
    public func sign(_ body: [UInt8]) -> String {
        Hex.encode(HMAC<SHA256>.authenticationCode(for: message(body), using: key))
    }

    /// Whether the `Authorization` field belongs to the raw body. Takes the same time wherever they differ.
    public func verify(_ authorization: String?, body: [UInt8]) -> Bool {
        let words = authorization?.split { $0 == " " || $0 == "\t" } ?? []
        guard words.count == 1, let code = Hex.decode(words[0]) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: message(body), using: key)
    }

    private var key: SymmetricKey { SymmetricKey(data: Data(secret.reveal().utf8)) }

    private func message(_ body: [UInt8]) -> Data {
        Data(appKey.utf8) + Data(body)
    }
}
