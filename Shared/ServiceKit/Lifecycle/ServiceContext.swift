public import Logging

/// What a service knows about itself while it is put together.
public struct ServiceContext: Sendable {
    /// The service's name; also its schema, its queues' prefix and its logs' `service`.
    public let name: String
    /// Which of its instances this is.
    public let instance: String
    /// The build's version.
    public let version: String
    /// The service's logger.
    public let logger: Logger
    /// Where metrics are described.
    public let metrics: PrometheusRegistry
}
