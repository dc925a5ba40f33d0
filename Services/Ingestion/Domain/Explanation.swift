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

    /// What is missing of the permissions that calls need; nil when nothing is, or the channel did not say.
    static func missing(of scopes: [String]) -> String? {
        guard !scopes.isEmpty, let advice = ScopeCheck(granted: scopes).advice else { return nil }
        return "TikTok Shop will refuse some calls with error 105005, as permissions are missing. \(advice)"
    }

    /// A user who is no seller.
    static let notASeller = "This is not a seller's account. Connect with the account that owns the shop."
    /// The channel does not let the account's shops be read.
    static let notReadable = """
        TikTok Shop does not let this app read the account's shops. Connect with the account that owns the shop; if it \
        was that one, the app's key, secret or region is set wrong.
        """

    /// The channel has not answered yet while a shop is being connected.
    static let slow = """
        TikTok Shop has not answered yet. The shop is connected as soon as it does; if it does not appear within half \
        an hour, start again.
        """
    /// A code that the channel does not take.
    static let usedCode = "The code of TikTok Shop was used before or is too old. Start again."
    /// A shop belongs to one brand.
    static let otherBrand = "The shop is connected to another brand. Disconnect it there first."

    /// Some of what the channel tells of a shop cannot be used.
    static func unreadable(_ count: Int, lately thing: String, because fault: String) -> String {
        let others = count > 1 ? " (and \(count - 1) more)" : ""
        return "What TikTok Shop tells of \(thing)\(others) cannot be read: \(fault)."
    }

    /// The authorization ends soon.
    static let expiring = "The authorization ends soon. Connect the shop again in Seller Center."
    /// The authorization has ended.
    static let expired = "The authorization has ended. Connect the shop again."
    /// The seller took the app away.
    static let deauthorized = "The seller has removed the app. Connect the shop again."
}
