/// The error 36009004, which stands for a dozen mistakes that only its words tell apart (Partner Center, "Message
/// keyword index for 36009004").
enum ParameterComplaint {
    /// The meaning of the words; what is not known is a malformed request.
    static func kind(_ message: String) -> TikTokShopError.Kind {
        let message = message.lowercased()
        return rules.first { rule in rule.words.allSatisfy(message.contains) }?.kind ?? .invalidRequest
    }

    /// The first rule of which every word occurs. The cipher comes before the signature, since its sentences also speak
    /// of the request's query.
    private static let rules: [(words: [String], kind: TikTokShopError.Kind)] = [
        (["timestamp"], .clockSkew),
        (["app_key"], .configuration),
        (["shop_cipher"], .configuration),
        (["shop_id"], .configuration),
        (["version"], .configuration),
        (["access_token"], .tokenInvalid),
        (["x-tts-access-token"], .tokenInvalid),
        (["access token"], .tokenInvalid),
        (["signature"], .badSignature),
        (["missing credentials"], .badSignature),
    ]
}
