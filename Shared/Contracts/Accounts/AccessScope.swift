/// What an API key may do; the gateway asks for one of them at each of its routes.
public enum AccessScope: String, Codable, Sendable, CaseIterable {
    /// Read orders, each with where its stock and its parcels stand.
    case ordersRead = "orders:read"
    /// Cancel orders.
    case ordersWrite = "orders:write"
    /// Read stock, its history, holds and listings.
    case stockRead = "stock:read"
    /// Adjust, hold and map stock.
    case stockWrite = "stock:write"
    /// Read shipments and labels.
    case shipmentsRead = "shipments:read"
    /// Pause, release, confirm, retry and void shipments, and correct their tracking.
    case shipmentsWrite = "shipments:write"
    /// Read cancellations and returns.
    case returnsRead = "returns:read"
    /// Say what was found of goods that came back.
    case returnsWrite = "returns:write"
    /// Read figures of sales, stock and delivery.
    case analyticsRead = "analytics:read"
    /// Read connected shops, and what of them could not be read.
    case connectionsRead = "connections:read"
    /// Connect, change and disconnect shops.
    case connectionsWrite = "connections:write"
    /// Read messages that could not be handled.
    case failuresRead = "failures:read"
    /// Replay and discard failures.
    case failuresWrite = "failures:write"
    /// Read brands and their agency.
    case tenantsRead = "tenants:read"
    /// Add brands to an agency.
    case tenantsWrite = "tenants:write"
    /// Read what is known of keys.
    case keysRead = "keys:read"
    /// Make, rotate and revoke keys.
    case keysWrite = "keys:write"
    /// Read a tenant's settings.
    case settingsRead = "settings:read"
    /// Change a tenant's settings.
    case settingsWrite = "settings:write"
    /// Read the log of actions.
    case actionsRead = "actions:read"
    /// Add people whose income is scored, and offer them shops of one's own.
    case subjectsWrite = "subjects:write"
    /// Read a score: one's own, or as a lender with a consent.
    case creditRead = "credit:read"
    /// Take up offered shops, declare documents, give consents, contest data and have everything deleted.
    case creditWrite = "credit:write"
}
