public import Outbound

/// One app of Partner Center.
public struct AppCredentials: Sendable, Hashable {
    /// Goes into every call.
    public let key: String
    /// Signs every call; the same secret signs the app's webhooks.
    public let secret: Credential
    /// Names the app on the authorize page. It is not the key: with that the page says that the service does not exist.
    public let serviceID: String

    /// An app by its three names.
    public init(key: String, secret: Credential, serviceID: String) {
        self.key = key
        self.secret = secret
        self.serviceID = serviceID
    }
}
