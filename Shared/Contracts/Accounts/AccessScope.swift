/// What an API key may do; the gateway asks for one of them at each of its routes.
public enum AccessScope: String, Codable, Sendable, CaseIterable {
    /// Read orders, and cancel them.
    case ordersRead = "orders:read", ordersWrite = "orders:write"
    /// Read stock, and adjust, hold and map it.
    case stockRead = "stock:read", stockWrite = "stock:write"
    /// Read shipments and labels, and pause, confirm, retry and void them.
    case shipmentsRead = "shipments:read", shipmentsWrite = "shipments:write"
    /// Read returns, and inspect them.
    case returnsRead = "returns:read", returnsWrite = "returns:write"
    /// Read figures.
    case analyticsRead = "analytics:read"
    /// Read connected shops, and connect and disconnect them.
    case connectionsRead = "connections:read", connectionsWrite = "connections:write"
    /// Read failures, and replay and discard them.
    case failuresRead = "failures:read", failuresWrite = "failures:write"
    /// Read brands, and add them.
    case tenantsRead = "tenants:read", tenantsWrite = "tenants:write"
    /// Read what is known of keys, and make, rotate and revoke them.
    case keysRead = "keys:read", keysWrite = "keys:write"
    /// Read settings, and change them.
    case settingsRead = "settings:read", settingsWrite = "settings:write"
    /// Read the log of actions.
    case actionsRead = "actions:read"
}
