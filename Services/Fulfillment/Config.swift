import ServiceKit

/// The settings of Fulfillment.
struct Config: ServiceConfig {
    /// Database, broker, size of batches.
    let platform = PlatformSettings()
}
