/// Takes secrets out of text that is about to be logged.
public enum Redaction {
    /// What stands where a secret stood.
    public static let mark = "[redacted]"

    /// Query parameters whose values are secrets, in lower case: TikTok Shop's token calls carry the app's secret and
    /// tokens in the query, and files are fetched by pre-signed URLs.
    static let secretParameters: Set<String> = [
        "app_secret", "access_token", "refresh_token", "auth_code", "code", "sign", "signature", "token", "key",
        "secret", "password", "shop_cipher", "x-amz-signature", "x-amz-credential", "x-amz-security-token",
        "x-goog-signature", "x-goog-credential",
    ]

    /// The URL with the values of secret parameters replaced; everything else stays byte for byte.
    public static func url(_ url: String) -> String {
        guard let mark = url.firstIndex(of: "?") else { return url }
        let query = url[url.index(after: mark)...]
        let pairs = query.split(separator: "&", omittingEmptySubsequences: false).map(parameter)
        return url[...mark] + pairs.joined(separator: "&")
    }

    private static func parameter(_ pair: Substring) -> String {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, isSecret(parts[0]) else { return String(pair) }
        return "\(parts[0])=\(mark)"
    }

    /// A percent-encoded name is decoded first, so that `%73ign` hides no `sign`.
    private static func isSecret(_ name: Substring) -> Bool {
        let plain = PercentEncoding.decode(String(name)) ?? String(name)
        return secretParameters.contains(plain.lowercased())
    }
}
