public import Foundation
public import Logging
internal import Messaging

/// Writes one JSON object per line: a constant sentence as `message`, everything that varies under its own key.
///
/// ```json
/// {"time":"2026-03-01T09:30:00.125Z","level":"info","message":"order reserved","service":"inventory",
///  "instance":"a1","logger":"inventory","order.id":"018f…","duration.ms":4}
/// ```
/// (one line in truth). Metadata comes, weakest first, from the handler, the task's ``LogContext`` and the call.
/// Keys that ``Redaction`` names show `***`; long values are cut.
public struct JSONLogHandler: LogHandler {
    /// Who writes: the same for every line of a process.
    public struct Origin: Sendable {
        /// The service's name.
        public var service: String
        /// Which of its instances.
        public var instance: String

        /// Names the process.
        public init(service: String, instance: String) {
            self.service = service
            self.instance = instance
        }
    }

    /// Lines below this level are not written.
    public var logLevel: Logger.Level
    /// What every line of this logger carries.
    public var metadata: Logger.Metadata = [:]
    /// What the task under way adds.
    public var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let origin: Origin
    private let redaction: Redaction
    private let sink: any LogSink
    private let now: @Sendable () -> Date

    /// Makes the handler of one logger.
    ///
    /// - Parameters:
    ///   - label: the logger's label.
    ///   - origin: who writes.
    ///   - level: lines below it are not written.
    ///   - redaction: which keys show `***`.
    ///   - sink: where lines go.
    ///   - now: the time of a line.
    public init(
        label: String, origin: Origin, level: Logger.Level = .info, redaction: Redaction = .standard,
        sink: any LogSink = StandardOutput(), now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.label = label
        self.origin = origin
        self.logLevel = level
        self.redaction = redaction
        self.sink = sink
        self.now = now
        self.metadataProvider = LogContext.provider
    }

    /// One value of ``metadata``.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line.
    public func log(event: LogEvent) {
        var line = JSONLine(redaction: redaction)
        line.add("time", now().formatted(Self.time))
        line.add("level", event.level.rawValue)
        line.add("message", "\(event.message)")
        line.add("service", origin.service)
        line.add("instance", origin.instance)
        line.add("logger", label)
        for (key, value) in merged(with: event).sorted(by: { $0.key < $1.key }) {
            line.add(Self.reserved.contains(key) ? "metadata.\(key)" : key, value)
        }
        sink.write(line.finished())
    }

    private func merged(with event: LogEvent) -> Logger.Metadata {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let given = event.metadata { all.merge(given) { $1 } }
        if let error = event.error {
            all["error.type"] = "\(type(of: error))"
            all["error.message"] = "\(error)"
        }
        return all
    }

    private static let time = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    private static let reserved: Set = ["time", "level", "message", "service", "instance", "logger"]
}
