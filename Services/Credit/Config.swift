import ServiceKit

/// The settings of Credit.
struct Config: ServiceConfig {
    /// Database, broker, size of batches.
    let platform = PlatformSettings()
    /// Scores made at a time.
    let workers: Int = setting("WORKERS", "scores made at a time", default: 4, in: 1...64)
    /// What comes within it makes one score.
    let pause: Duration = setting(
        "SCORE_PAUSE", "how long news of a person are gathered before they are scored again", default: .seconds(60),
        in: .zero ... .seconds(86_400))
}
