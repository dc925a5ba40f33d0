import Outbound

/// The page to which a seller is sent in order to agree.
public struct AuthorizationPage: Sendable {
    /// Which page knows the seller. The user chooses: a seller's market cannot be known before.
    public enum Market: String, Sendable, Hashable, CaseIterable {
        /// Everywhere but the US.
        case restOfWorld = "row"
        /// The US.
        case unitedStates = "us"
    }

    private let hosts: Hosts
    private let app: AppCredentials

    /// The page of an app.
    public init(app: AppCredentials, hosts: Hosts = Hosts()) {
        self.app = app
        self.hosts = hosts
    }

    /// The address to redirect a browser to. Where it returns to is fixed in Partner Center; `state` comes back with
    /// it.
    public func url(_ market: Market, state: String) -> String {
        let host =
            switch market {
            case .restOfWorld: hosts.authorizeRestOfWorld
            case .unitedStates: hosts.authorizeUnitedStates
            }
        let query = PercentEncoding.query([(name: "service_id", value: app.serviceID), (name: "state", value: state)])
        return "\(host)/open/authorize?\(query)"
    }

    /// The page on which a creator agrees; it knows the app by its key, and asks for a state.
    public func creatorURL(state: String) -> String {
        let query = PercentEncoding.query([(name: "app_key", value: app.key), (name: "state", value: state)])
        return "\(hosts.authorizeCreators)/alliance/creator/auth?\(query)"
    }

    /// Whether what a browser brought back names this app.
    public func isNamed(by query: [QueryItem]) -> Bool {
        query.contains { $0.name == "app_key" && $0.value == app.key }
    }
}
