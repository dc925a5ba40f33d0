import Crypto
import Foundation

/// Makes the cookie that stands for a key in a browser: the key itself, sealed with AES-256-GCM, good for half a day.
///
/// So no table of sessions is needed, a stolen cookie is not a key, and revoking the key ends its sessions as well.
struct SessionSeal: Sendable {
    /// The cookie's name.
    static let cookie = "shop_session"
    /// How long it is good for, in seconds.
    static let life = 43_200

    private struct Content: Codable {
        let key: String
        /// Unix seconds.
        let until: Int
    }

    private let key: SymmetricKey
    /// Whether browsers may send it over https alone.
    let isSecure: Bool

    /// - Parameter secret: 32 bytes in base64; empty: made here, so that sessions end with the process.
    /// - Returns: nil for anything else.
    init?(secret: String, isSecure: Bool) {
        self.isSecure = isSecure
        if secret.isEmpty {
            key = SymmetricKey(size: .bits256)
        } else {
            guard let bytes = Data(base64Encoded: secret), bytes.count == 32 else { return nil }
            key = SymmetricKey(data: bytes)
        }
    }

    /// What binds connections to the browser that begins them, under a key made of this one.
    var bond: BrowserBond { BrowserBond(from: key, isSecure: isSecure) }

    /// The field that sets the cookie.
    func field(for key: String, now: Date) throws -> String {
        let content = try JSONEncoder().encode(
            Content(key: key, until: Int(now.timeIntervalSince1970) + Self.life))
        let sealed = try AES.GCM.seal(content, using: self.key)
        let value = (sealed.combined ?? Data()).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        return "\(Self.cookie)=\(value); Max-Age=\(Self.life)\(attributes)"
    }

    /// The field that takes the cookie away.
    var forgetting: String { "\(Self.cookie)=; Max-Age=0\(attributes)" }

    /// The key inside a cookie's value; nil when it is not ours or its time is over.
    func open(_ value: String, now: Date) -> String? {
        let plain = value.replacing("-", with: "+").replacing("_", with: "/")
        let padded = plain + String(repeating: "=", count: (4 - plain.count % 4) % 4)
        guard value.utf8.count <= 2048, let bytes = Data(base64Encoded: padded),
            let box = try? AES.GCM.SealedBox(combined: bytes), let data = try? AES.GCM.open(box, using: key),
            let content = try? JSONDecoder().decode(Content.self, from: data),
            content.until > Int(now.timeIntervalSince1970)
        else { return nil }
        return content.key
    }

    private var attributes: String { "; Path=/; HttpOnly; SameSite=Strict\(isSecure ? "; Secure" : "")" }
}
