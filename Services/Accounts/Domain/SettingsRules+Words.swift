import Contracts

extension SettingsRules {
    /// What was changed, for the log of actions: `zone UTC → Europe/Berlin, safetyBuffer 0 → 5`. Of the parcel, which
    /// holds an address, only that it was.
    static func words(_ settings: TenantSettings, since old: TenantSettings) -> String {
        var fields: [(name: String, old: String, new: String)] = []
        func add<Value>(_ name: String, _ path: KeyPath<TenantSettings, Value>) {
            fields.append((name, "\(old[keyPath: path])", "\(settings[keyPath: path])"))
        }
        func addLimit<Value>(_ name: String, _ path: KeyPath<TenantSettings, Value?>) {
            func word(_ settings: TenantSettings) -> String { settings[keyPath: path].map { "\($0)" } ?? "none" }
            fields.append((name, word(old), word(settings)))
        }
        add("zone", \.zone)
        add("currency", \.currency)
        add("lowStockThreshold", \.lowStockThreshold)
        add("safetyBuffer", \.safetyBuffer)
        addLimit("confirmAboveMinor", \.confirmAboveMinor)
        addLimit("confirmAboveUnits", \.confirmAboveUnits)
        add("isAutomationOn", \.isAutomationOn)
        add("channelTakesZero", \.channelTakesZero)
        let changed = fields.filter { $0.old != $0.new }.map { "\($0.name) \($0.old) → \($0.new)" }
        return (changed + (settings.parcel == old.parcel ? [] : ["parcel"])).joined(separator: ", ")
    }
}
