public import Configuration
import Foundation

/// A service's settings: a struct whose properties are the table of keys, one ``setting(_:_:)`` each.
///
/// ```swift
/// struct Config: ServiceConfig {
///     let database: Secret = setting("DATABASE_URL", "the service's own schema")
///     let batch: Int = setting("BATCH_SIZE", "most messages decided together", default: 200, in: 1...1000)
/// }
/// ```
public protocol ServiceConfig: Sendable {
    /// Reads every key; called by ``Settings`` alone.
    init()
}

/// Reads a ``ServiceConfig`` from the environment, and lists what it would read.
public struct Settings: Sendable {
    private let reader: ConfigReader

    /// Reads from the environment of this process.
    public static var environment: Settings { Settings(ProcessInfo.processInfo.environment) }

    /// Reads from given values, which is what tests do; the keys are those of the environment.
    public init(_ values: [String: String]) {
        self.init(ConfigReader(provider: EnvironmentVariablesProvider(environmentVariables: values)))
    }

    /// Reads from a chain of providers, first match first; the keys are those of the environment.
    public init(_ reader: ConfigReader) {
        self.reader = reader
    }

    /// Reads every key of a configuration.
    ///
    /// - Throws: the first key that is missing or wrong.
    public func read<Config: ServiceConfig>(_: Config.Type = Config.self) throws(ConfigurationError) -> Config {
        let (config, entries) = visit(Config.self)
        let problems = entries.compactMap(\.problem)
        guard let first = problems.first else { return config }
        throw first
    }

    /// Every key of a configuration in the order of its declaration, whether or not its value is well.
    public func list<Config: ServiceConfig>(_: Config.Type) -> [SettingEntry] {
        visit(Config.self).entries
    }

    private func visit<Config: ServiceConfig>(_: Config.Type) -> (config: Config, entries: [SettingEntry]) {
        let visit = SettingsVisit(reader: reader)
        let config = SettingsVisit.$current.withValue(visit) { Config() }
        return (config, visit.entries)
    }
}

/// Declares a setting that must be given.
///
/// - Parameters:
///   - key: its name in the environment; for a ``Secret`` the same name with `_FILE` may name a file that holds it.
///   - meaning: what it does, in a few words, for errors and listings.
public func setting<Value: SettingValue>(_ key: String, _ meaning: String) -> Value {
    SettingsVisit.required.read(key, meaning, fallback: nil)
}

/// Declares a setting with a default.
public func setting<Value: SettingValue>(_ key: String, _ meaning: String, default fallback: Value) -> Value {
    SettingsVisit.required.read(key, meaning, fallback: fallback)
}

/// Declares a setting with a default and bounds, both ends allowed.
public func setting<Value: SettingValue & Comparable>(
    _ key: String, _ meaning: String, default fallback: Value, in bounds: ClosedRange<Value>
) -> Value {
    let limits = "from \(bounds.lowerBound.settingText) to \(bounds.upperBound.settingText)"
    return SettingsVisit.required.read(key, meaning, fallback: fallback, limits: limits) { bounds.contains($0) }
}
