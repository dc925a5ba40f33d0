import TikTokShop

/// Sentences for people about connections.
enum Explanation {
    /// The text for a seller without a shop, word for word as it was specified.
    static let noActiveShop = "No active TikTok Shop found. Please set up your shop first."

    /// What error 105005 asks for.
    static func missingScope(_ endpoint: Endpoint) -> String {
        """
        TikTok Shop refused "\(endpoint.name)" with error 105005: the app's permission \(endpoint.scope) is missing. \
        Apply for it in Partner Center under "Manage API", then connect the shop again: tokens that were given out \
        before learn nothing new.
        """
    }

    /// The channel did not answer while a shop was being connected.
    static let unreachable = "TikTok Shop does not answer at the moment. Start again in a minute."

    /// The authorization ends soon.
    static let expiring = "The authorization ends soon. Connect the shop again in Seller Center."
    /// The authorization has ended.
    static let expired = "The authorization has ended. Connect the shop again."
    /// The seller took the app away.
    static let deauthorized = "The seller has removed the app. Connect the shop again."
}
