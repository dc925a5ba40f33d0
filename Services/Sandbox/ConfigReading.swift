import Foundation

/// Reads values by name; an empty value counts as not set.
struct ConfigReading: Sendable {
    private let values: [String: String]

    init(_ environment: [String: String]) {
        values = environment.filter { !$0.value.isEmpty }
    }

    func text(_ name: String) -> String? {
        values[name]
    }

    func text(_ name: String, _ otherwise: String) -> String {
        values[name] ?? otherwise
    }

    /// Words between commas.
    func list(_ name: String, _ otherwise: String) -> [String] {
        text(name, otherwise).split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && $0 != "-" }
    }

    func whole(_ name: String, _ otherwise: Int, _ range: ClosedRange<Int>) throws -> Int {
        guard let text = values[name] else { return otherwise }
        guard let number = Int(text), range.contains(number) else {
            throw Config.Problem(
                text: "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\"."
            )
        }
        return number
    }

    func number(_ name: String, _ otherwise: Double, _ range: ClosedRange<Double>) throws -> Double {
        guard let text = values[name] else { return otherwise }
        guard let number = Double(text), range.contains(number) else {
            throw Config.Problem(
                text: "\(name) must be a number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\".")
        }
        return number
    }

    func flag(_ name: String, _ otherwise: Bool) throws -> Bool {
        switch values[name] {
        case nil: otherwise
        case "true", "1": true
        case "false", "0": false
        case let text?: throw Config.Problem(text: "\(name) must be true or false, not \"\(text)\".")
        }
    }

    /// An address without a slash at the end.
    func url(_ name: String) throws -> String? {
        guard let text = values[name] else { return nil }
        guard let url = URLComponents(string: text), ["http", "https"].contains(url.scheme), url.host != nil else {
            throw Config.Problem(text: "\(name) must be an address with http or https.")
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    /// A value that never reaches a log; `NAME_FILE` names a file that holds it.
    func secret(_ name: String, _ otherwise: String?) throws -> String? {
        if let text = values[name] { return text }
        guard let path = values[name + "_FILE"] else { return otherwise }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Config.Problem(text: "\(name)_FILE names a file that cannot be read.")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
