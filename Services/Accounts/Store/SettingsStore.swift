import Contracts
import Foundation
import Postgres

/// The settings of tenants.
enum SettingsStore {
    /// Writes a tenant's first settings.
    static func insert(_ first: VersionedSettings, by actor: String, _ database: Transaction) async throws {
        let settings = first.settings
        try await database.run(
            """
            INSERT INTO settings (tenant_id, version, zone, currency, low_stock_threshold, safety_buffer,
                confirm_above_minor, confirm_above_units, is_automation_on, channel_takes_zero, parcel, changed_by)
            VALUES (\(first.tenant.uuid), \(Int32(first.version)), \(settings.zone), \(settings.currency),
                \(Int32(settings.lowStockThreshold)), \(Int32(settings.safetyBuffer)),
                \(settings.confirmAboveMinor as Int64?), \(settings.confirmAboveUnits.map { Int32($0) } as Int32?),
                \(settings.isAutomationOn), \(settings.channelTakesZero),
                \(try settings.parcel.map { try JSON(encoding: $0) } as JSON?), \(actor))
            """)
    }

    /// A tenant's settings; nil when the caller may not see them.
    static func get(_ tenant: TenantID, _ database: Transaction) async throws -> VersionedSettings? {
        try await database.first("\(columns) WHERE tenant_id = \(tenant.uuid)", as: SettingsRow.self)?.value
    }

    /// The same, locked until the end of the transaction.
    static func lock(_ tenant: TenantID, _ database: Transaction) async throws -> VersionedSettings? {
        try await database.first("\(columns) WHERE tenant_id = \(tenant.uuid) FOR UPDATE", as: SettingsRow.self)?.value
    }

    /// Writes a tenant's next settings.
    static func update(_ next: VersionedSettings, by actor: String, _ database: Transaction) async throws {
        let settings = next.settings
        try await database.run(
            """
            UPDATE settings SET version = \(Int32(next.version)), zone = \(settings.zone),
                currency = \(settings.currency), low_stock_threshold = \(Int32(settings.lowStockThreshold)),
                safety_buffer = \(Int32(settings.safetyBuffer)),
                confirm_above_minor = \(settings.confirmAboveMinor as Int64?),
                confirm_above_units = \(settings.confirmAboveUnits.map { Int32($0) } as Int32?),
                is_automation_on = \(settings.isAutomationOn), channel_takes_zero = \(settings.channelTakesZero),
                parcel = \(try settings.parcel.map { try JSON(encoding: $0) } as JSON?),
                changed_at = now(), changed_by = \(actor)
            WHERE tenant_id = \(next.tenant.uuid)
            """)
    }

    private static let columns: SQL = """
        SELECT tenant_id, version, zone, currency, low_stock_threshold, safety_buffer, confirm_above_minor,
            confirm_above_units, is_automation_on, channel_takes_zero, parcel
        FROM settings
        """
}

/// A row of `settings`.
private struct SettingsRow: PostgresRow {
    let value: VersionedSettings

    init(row: inout RowReader) throws {
        let (tenant, version, zone, currency) = try row.next((UUID, Int32, String, String).self)
        let (threshold, buffer) = try row.next((Int32, Int32).self)
        let (minor, units, isAutomationOn, takesZero) = try row.next((Int64?, Int32?, Bool, Bool).self)
        let parcel = try row.next(JSON?.self)?.decode(ParcelDefaults.self)
        value = VersionedSettings(
            tenant: TenantID(tenant), version: Int(version),
            settings: TenantSettings(
                zone: zone, currency: currency, lowStockThreshold: Int(threshold), safetyBuffer: Int(buffer),
                confirmAboveMinor: minor, confirmAboveUnits: units.map { Int($0) }, isAutomationOn: isAutomationOn,
                channelTakesZero: takesZero, parcel: parcel))
    }
}
