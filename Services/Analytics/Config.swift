import ServiceKit

/// The settings of Analytics.
struct Config: ServiceConfig {
    /// Database, broker, size of batches.
    let platform = PlatformSettings()
}
