import Foundation
import Logging
import Synchronization

/// One JSON object per line on standard output.
struct JSONLogHandler: LogHandler {
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]
    private let label: String

    /// Lines of different threads must not mix.
    private static let output = Mutex(FileHandle.standardOutput)

    init(label: String) {
        self.label = label
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let merged = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let fields = merged.sorted { $0.key < $1.key }.map { JSON.Member(name: $0.key, value: Self.json($0.value)) }
        let line: JSON = [
            "time": .string(SystemClock().now.iso8601), "level": .string(event.level.rawValue),
            "label": .string(label), "message": .string(event.message.description),
        ]
        let bytes = line.adding(.object(fields)).bytes + [0x0A]
        Self.output.withLock { $0.write(Data(bytes)) }
    }

    private static func json(_ value: Logger.Metadata.Value) -> JSON {
        switch value {
        case .string(let text): .string(text)
        case .stringConvertible(let value): .string(value.description)
        case .array(let values): .array(values.map(json))
        case .dictionary(let values):
            .object(values.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: json($0.value)) })
        }
    }
}
