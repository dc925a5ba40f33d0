import ServiceKit

/// The settings of Inventory.
struct Config: ServiceConfig {
    /// Database, broker, size of batches.
    let platform = PlatformSettings()
}
