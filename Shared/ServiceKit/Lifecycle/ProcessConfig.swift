import Foundation
public import Logging
public import Messaging

/// The settings that every service has.
public struct ProcessConfig: ServiceConfig {
    /// Lines below this level are not written.
    public let logLevel: Logger.Level = setting("LOG_LEVEL", "lowest level that is logged", default: .info)
    /// Tells instances of one service apart in logs.
    public let instance: String = setting("SERVICE_INSTANCE", "name of this instance", default: Self.hostAndProcess)
    /// Shown by `version`, in the logs and in the metrics.
    public let version: String = setting("SERVICE_VERSION", "version of the build", default: "development")
    /// Where the admin server listens.
    public let adminHost: String = setting("ADMIN_HOST", "address of the admin server", default: "127.0.0.1")
    /// The admin server's port.
    public let adminPort: Int = setting(
        "ADMIN_PORT", "port of /livez, /readyz and /metrics (0: any free one)", default: 0, in: 0...65535)
    /// Time for work under way to end by itself after SIGTERM.
    public let shutdownGrace: Duration = setting(
        "SHUTDOWN_GRACE", "time for work under way to end by itself", default: .seconds(20),
        in: .zero ... .seconds(3600))
    /// Time after the grace until the process ends with whatever is still open.
    public let shutdownForce: Duration = setting(
        "SHUTDOWN_FORCE", "time after the grace until the process ends anyhow", default: .seconds(5),
        in: .zero ... .seconds(600))

    /// Where the process dies on demand.
    public let crashPoints: CrashPlan = setting(
        "CRASH_POINTS", "where the process dies, for tests, such as commit-before-ack:12 (empty: nowhere)",
        default: CrashPlan())

    /// Whether what happens is told as traces.
    let traces = TraceSettings()

    /// Reads the keys; called by ``Settings``.
    public init() {}

    private static var hostAndProcess: String {
        var name = [CChar](repeating: 0, count: 256)
        let found = gethostname(&name, name.count - 1) == 0
        let host =
            found ? String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) : "host"
        return "\(host)-\(getpid())"
    }
}
