import Contracts

/// What a person has set for one SKU alone, in units; nil stands for the tenant's setting.
struct StockOwnRules: Hashable, Sendable {
    /// Low at or below it.
    let threshold: Int?
    /// Never offered on a channel, at each location. A bundle is offered as often as its parts allow, each without its
    /// buffer; it has none of its own.
    let buffer: Int?

    /// As many as a tenant's settings allow.
    static let most = 1_000_000
}

extension StockOwnRules {
    /// Reads what a person wants.
    init(_ wish: StockSettingsPut) throws(Obstacle) {
        threshold = try Self.checked(wish.threshold, at: "/threshold")
        buffer = try Self.checked(wish.buffer, at: "/buffer")
    }

    private static func checked(_ units: Int?, at field: String) throws(Obstacle) -> Int? {
        guard let units else { return nil }
        guard (0...most).contains(units) else {
            throw .outOfRange(field, "must be 0 to \(most), or null for the tenant's setting")
        }
        return units
    }
}

/// One SKU and what holds for it.
struct RuledSKU: Hashable, Sendable {
    let tenant: TenantID
    let id: SKUID
    let code: String
    let general: StockRules
    var own: StockOwnRules

    /// Low at or below it.
    var threshold: Int { own.threshold ?? general.threshold }
    /// Never offered on a channel, at each location.
    var buffer: Int { own.buffer ?? general.buffer }

    /// What the log of actions says of it.
    var sentence: String {
        let low = "low at \(threshold) units" + (own.threshold == nil ? ", as the tenant's settings say" : "")
        let kept = "\(buffer) are never offered" + (own.buffer == nil ? ", as the tenant's settings say" : "")
        return "The settings of \(code) were changed: \(low); \(kept)."
    }
}
