/// An app registered with the partner: the platform runs two, one for operations and one for credit.
struct RegisteredApp: Sendable {
    let name: String
    let key: String
    let secret: String
    /// What the authorize URL names; it is not the app key.
    let serviceID: String
    /// Where the seller's browser is sent after consent; fixed at registration, never taken from the request.
    let redirectURL: String
    let scopes: [Scope]
    /// One address for all webhooks of the app, used where a shop has no subscription of its own; nil for none.
    var webhookURL: String?
}
