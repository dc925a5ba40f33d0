import Contracts
import Crypto
import Foundation

/// The text of an API key: `shop_`, eight characters to tell it by, `_`, and 43 that nobody can guess.
struct KeyText: Hashable, Sendable {
    /// The whole key; shown once, kept nowhere.
    let text: String

    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    private static let prefixLength = 8
    /// 62^43 is more than 2^256.
    private static let secretLength = 43

    /// Makes a new key; the system's generator is fit for keys.
    static func make(using generator: inout some RandomNumberGenerator) -> KeyText {
        let random = (0..<prefixLength + secretLength).map { _ in
            alphabet[Int.random(in: alphabet.indices, using: &generator)]
        }
        return KeyText(
            text: "shop_" + String(random.prefix(prefixLength)) + "_" + String(random.dropFirst(prefixLength)))
    }

    /// The part that is shown: `shop_` and eight characters.
    var prefix: String { String(text.prefix("shop_".count + Self.prefixLength)) }

    /// What is stored: SHA-256 of the text in UTF-8. It needs no salt, since no list of such keys can be made.
    var digest: [UInt8] { Array(SHA256.hash(data: Data(text.utf8))) }

    /// Reads the digest of a ``KeyVerify``; 64 lower-case hexadecimal digits.
    static func digest(hex text: String) throws(Wrong) -> [UInt8] {
        let digits = text.utf8.map { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
            default: nil
            }
        }
        let known = digits.compactMap(\.self)
        guard digits.count == 64, known.count == 64 else {
            throw Wrong("notADigest", at: "/digest", "must be 64 lower-case hexadecimal digits")
        }
        return stride(from: 0, to: 64, by: 2).map { known[$0] << 4 | known[$0 + 1] }
    }
}
