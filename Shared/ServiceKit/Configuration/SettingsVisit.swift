internal import Configuration
import Foundation
import Synchronization

/// One pass over the keys of a configuration: hands out values, remembers what was declared and what was wrong.
///
/// It travels as a task-local, which lets a configuration be a plain table of properties with initial values.
final class SettingsVisit: Sendable {
    @TaskLocal static var current: SettingsVisit?

    private let reader: ConfigReader
    private let declared = Mutex<[SettingEntry]>([])

    init(reader: ConfigReader) {
        self.reader = reader
    }

    /// The visit under way. A configuration made by hand has none: its values would be read from nowhere.
    static var required: SettingsVisit {
        guard let current else { preconditionFailure("a ServiceConfig is made by Settings.read(), not by its init()") }
        return current
    }

    var entries: [SettingEntry] { declared.withLock { $0 } }

    /// Reads one key.
    ///
    /// - Parameters:
    ///   - limits: which values of the type are accepted, completing the sentence "LIMIT must be a whole number …".
    ///   - accepts: whether a value is one of them.
    func read<Value: SettingValue>(
        _ key: String, _ meaning: String, fallback: Value?, limits: String? = nil,
        accepts: (Value) -> Bool = { _ in true }
    ) -> Value {
        var entry = SettingEntry(
            key: key, meaning: meaning, kind: Value.kind + (limits.map { " " + $0 } ?? ""),
            fallback: fallback?.settingText, isSecret: Value.isSecret)
        do throws(ConfigurationError) {
            let text = try text(of: key, isSecret: Value.isSecret)
            entry.isGiven = text != nil
            let value = try Self.value(text, of: entry, fallback: fallback, accepts: accepts)
            record(entry)
            return value
        } catch {
            entry.problem = error
            record(entry)
            return Value.placeholder
        }
    }

    private func record(_ entry: SettingEntry) {
        declared.withLock { declared in
            precondition(!declared.contains { $0.key == entry.key }, "\(entry.key) is declared twice")
            declared.append(entry)
        }
    }

    private static func value<Value: SettingValue>(
        _ text: String?, of entry: SettingEntry, fallback: Value?, accepts: (Value) -> Bool
    ) throws(ConfigurationError) -> Value {
        guard let text else {
            if let fallback { return fallback }
            let file = entry.isSecret ? ", or the path of a file that holds it in \(entry.key)_FILE" : ""
            throw ConfigurationError(
                key: entry.key, "is not set: it is \(entry.meaning), and must be \(entry.kind)\(file).")
        }
        guard let value = Value(setting: text), accepts(value) else {
            let found = entry.isSecret ? "" : ", not \(text.quoted)"
            throw ConfigurationError(key: entry.key, "must be \(entry.kind)\(found).")
        }
        return value
    }

    /// The text of a key; an empty one counts as not set, as compose files and shells produce it.
    private func text(of key: String, isSecret: Bool) throws(ConfigurationError) -> String? {
        let direct = reader.string(forKey: ConfigKey([key]), isSecret: isSecret).nonEmpty
        guard isSecret, let path = reader.string(forKey: ConfigKey([key + "_FILE"])).nonEmpty else { return direct }
        guard direct == nil else {
            throw ConfigurationError(key: key, "and \(key)_FILE are both set, and only one of them may be.")
        }
        return try SecretFile(key: key + "_FILE", path: path).text()
    }
}

extension String? {
    fileprivate var nonEmpty: String? { (self?.isEmpty ?? true) ? nil : self }
}

extension String {
    /// The start of the text in quotes, safe for one line of a terminal.
    fileprivate var quoted: String {
        let shown = prefix(60).debugDescription
        return count > 60 ? shown + "…" : shown
    }
}
