/// How TikTok Shop signs requests (202309 and later) and webhooks.
enum TikTokSignature {
    /// The signature of a request: HMAC-SHA256 in lower-case hexadecimal over the secret, the path, every parameter but
    /// `sign` and `access_token` sorted by name, the body, and the secret again.
    ///
    /// Only the media type decides about multipart: the header carries a boundary behind it.
    static func sign(_ request: WebRequest, secret: String) -> String {
        var text = Array((secret + request.path).utf8)
        for (name, value) in signedPairs(request.query) {
            text += Array((name + value).utf8)
        }
        if request.mediaType != "multipart/form-data", request.method != "GET" {
            text += request.body
        }
        return Secret.hmac(text + Array(secret.utf8), key: secret)
    }

    private static func signedPairs(_ query: Query) -> [(name: String, value: String)] {
        query.pairs
            .filter { $0.name != "sign" && $0.name != "access_token" }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// The `Authorization` header of a webhook: HMAC-SHA256 over the app key and the raw body.
    static func webhook(_ body: [UInt8], appKey: String, secret: String) -> String {
        Secret.hmac(Array(appKey.utf8) + body, key: secret)
    }
}
