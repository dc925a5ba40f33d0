import Crypto
import Foundation

/// Binds a connection to the browser that begins it: the state goes to the channel sealed, and opens only together with
/// a cookie that this browser alone was given. Whoever is sent another's authorize page can consent there, but not
/// bring the consent home.
///
/// Nothing is stored: the state itself is Ingestion's, and the address shows only what is made of it. Without the seal
/// a bound state cannot be told, so nobody can take the bond off again.
struct BrowserBond: Sendable {
    /// The cookie's name.
    static let cookie = "shop_connect"
    /// How long it is good for, in seconds: as long as a state.
    static let life = 1800
    /// Begins a bound state. Ingestion's own states have no dot (RFC 4648 §5).
    private static let mark = "b."
    /// The parameter's name (RFC 6749 §4.1.1).
    private static let parameter = "state"

    private let key: SymmetricKey
    private let isSecure: Bool

    /// Derives its key, so that what it seals is no session and the other way round.
    ///
    /// - Parameter isSecure: Whether browsers may send the cookie over https alone.
    init(from key: SymmetricKey, isSecure: Bool) {
        self.key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key, info: Data("tiktokshop connect".utf8), outputByteCount: 32)
        self.isSecure = isSecure
    }

    /// An authorize page's address with its state bound, and the field that sets the cookie.
    ///
    /// - Returns: nil for an address without a state.
    func bind(_ address: String) throws -> (address: String, field: String)? {
        guard var parts = URLComponents(string: address), var items = parts.queryItems,
            let index = items.firstIndex(where: { $0.name == Self.parameter }), let state = items[index].value
        else { return nil }
        let secret = SymmetricKey(size: .bits256).withUnsafeBytes { Self.text(Data($0)) }
        let sealed = try AES.GCM.seal(Data(state.utf8), using: key, authenticating: Data(secret.utf8))
        items[index].value = Self.mark + Self.text(sealed.combined ?? Data())
        parts.queryItems = items
        return parts.string.map { ($0, "\(Self.cookie)=\(secret); Max-Age=\(Self.life)\(attributes)") }
    }

    /// What a browser brought back, with the state as Ingestion made it. A state that was never bound stays as it is.
    ///
    /// - Parameter secret: The cookie's value.
    /// - Throws: A sentence for the person, when another browser had the state bound, or too long ago.
    func release(_ query: [String: String], with secret: String?) throws(Problem) -> [String: String] {
        guard let bound = query[Self.parameter], bound.hasPrefix(Self.mark) else { return query }
        guard let secret, let bytes = Self.bytes(String(bound.dropFirst(Self.mark.count))),
            let box = try? AES.GCM.SealedBox(combined: bytes),
            let state = try? AES.GCM.open(box, using: key, authenticating: Data(secret.utf8))
        else {
            throw Problem(
                .conflict, code: "otherBrowser",
                "This connection was begun in another browser, or too long ago. Start again, in this one.")
        }
        return query.merging([Self.parameter: String(decoding: state, as: UTF8.self)]) { $1 }
    }

    /// The field that takes the cookie away.
    var forgetting: String { "\(Self.cookie)=; Max-Age=0\(attributes)" }

    /// Lax, since the browser comes from the channel's page.
    private var attributes: String {
        "; Path=/api/tiktokshop/; HttpOnly; SameSite=Lax\(isSecure ? "; Secure" : "")"
    }

    /// RFC 4648 §5, without padding.
    private static func text(_ bytes: Data) -> String {
        bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func bytes(_ text: String) -> Data? {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4))
    }
}
