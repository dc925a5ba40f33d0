import Crypto
public import Foundation
public import Outbound

/// Knows Shippo's webhooks by their signature, for which Shippo's support issues a secret: a field
/// `t=<Unix seconds>,v1=<hex>`, where `v1` is HMAC-SHA256 under the secret over `<t>.<raw body>`.
public struct WebhookHMAC: Sendable {
    /// How far the time in the field may be from ours, either way; Shippo publishes no figure.
    public static let tolerance = 300
    /// What most who receive it call the field; Shippo's own texts do not agree, so that it is a setting.
    public static let defaultHeader = "Shippo-Auth-Signature"

    /// The field's name.
    public let header: String
    private let secret: Credential

    /// Expects signatures under a secret, in a field.
    public init(secret: Credential, header: String = WebhookHMAC.defaultHeader) {
        self.secret = secret
        self.header = header
    }

    /// The field for a body at a time, for stand-ins and tests.
    public func sign(_ body: [UInt8], at time: Date) -> String {
        let seconds = String(Int(time.timeIntervalSince1970))
        let code = HMAC<SHA256>.authenticationCode(for: message(seconds, body), using: key)
        return "t=\(seconds),v1=\(Hex.encode(code))"
    }

    /// Whether the field belongs to the raw body and to our time. Several `v1` are tried, as during a change of
    /// secrets.
    public func verify(_ field: String?, body: [UInt8], now: Date) -> Bool {
        guard let field, field.utf8.count <= 1024, !secret.isEmpty else { return false }
        let parts = field.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        guard let time = parts.first(where: { $0.hasPrefix("t=") })?.dropFirst(2), let seconds = Int(time),
            abs(Double(seconds) - now.timeIntervalSince1970.rounded(.down)) <= Double(Self.tolerance)
        else { return false }
        let codes = parts.filter { $0.hasPrefix("v1=") }.prefix(4).compactMap { Hex.decode(String($0.dropFirst(3))) }
        let message = message(String(time), body)
        return codes.contains { HMAC<SHA256>.isValidAuthenticationCode($0, authenticating: message, using: key) }
    }

    private var key: SymmetricKey { SymmetricKey(data: Data(secret.reveal().utf8)) }

    private func message(_ seconds: String, _ body: [UInt8]) -> Data {
        Data("\(seconds).".utf8) + Data(body)
    }
}
