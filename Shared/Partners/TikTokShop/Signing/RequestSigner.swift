import Crypto
import Foundation
public import Outbound

/// Signs requests as the Open API of 202309 and later wants them.
///
/// Rule (Partner Center, "Sign your API request"): take the query without `sign` and `access_token`, sort it by name,
/// write path, names and decoded values one after another, add the raw body unless it is `multipart/form-data`, put the
/// app's secret at both ends, and take the lower-case hex of HMAC-SHA256 under the same secret.
public struct RequestSigner: Sendable {
    private let secret: Credential

    /// Signs with an app's secret.
    public init(secret: Credential) {
        self.secret = secret
    }

    /// The signature of a request. `query` is decoded, `path` has neither host nor `?`, `body` is what will be sent.
    public func sign(path: String, query: [QueryItem], contentType: String, body: [UInt8] = []) -> String {
        let text = Self.text(path: path, query: query, contentType: contentType, body: body)
        let key = SymmetricKey(data: Data(secret.reveal().utf8))
        var hmac = HMAC<SHA256>(key: key)
        hmac.update(data: Data(secret.reveal().utf8))
        hmac.update(data: text)
        hmac.update(data: Data(secret.reveal().utf8))
        return Hex.encode(hmac.finalize())
    }

    /// The base string between the two secrets and the signature, for people who look for an error 106001.
    ///
    /// The secret appears nowhere, not even if the body contains it; a long body is cut.
    public func explain(path: String, query: [QueryItem], contentType: String, body: [UInt8] = []) -> String {
        let text = Self.text(path: path, query: query, contentType: contentType, body: body)
        let shown = String(decoding: text.prefix(4096), as: UTF8.self)
        let isCut = text.count > 4096
        let signed = Self.signsBody(contentType) ? "signed" : "not signed (multipart/form-data)"
        let safe = secret.isEmpty ? shown : shown.replacingOccurrences(of: secret.reveal(), with: Redaction.mark)
        return """
            base string: [app_secret]\(safe)\(isCut ? "… (\(text.count) bytes)" : "")[app_secret]
            body: \(body.count) bytes, \(signed)
            sign: \(sign(path: path, query: query, contentType: contentType, body: body))
            """
    }

    private static func text(path: String, query: [QueryItem], contentType: String, body: [UInt8]) -> Data {
        let pairs = query.filter { $0.name != "sign" && $0.name != "access_token" }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        var text = Data(path.utf8)
        for pair in pairs {
            text.append(contentsOf: pair.name.utf8)
            text.append(contentsOf: pair.value.utf8)
        }
        if signsBody(contentType) { text.append(contentsOf: body) }
        return text
    }

    /// By media type alone: the field really says `multipart/form-data; boundary=…`.
    private static func signsBody(_ contentType: String) -> Bool {
        let mediaType = contentType.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        return mediaType != "multipart/form-data"
    }
}
