/// What a program is told by its environment.
package struct Environment: Sendable {
    private let values: [String: String]

    /// Reads from these.
    package init(_ values: [String: String]) { self.values = values }

    /// What is set and not empty.
    package subscript(name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// What must be set.
    ///
    /// - Throws: ``WrongSetting`` that names the variable.
    package func text(_ name: String) throws -> String {
        guard let text = self[name] else { throw WrongSetting(text: "\(name) is not set.") }
        return text
    }

    /// A number, or another one where none is set.
    ///
    /// - Throws: ``WrongSetting`` that names the variable.
    package func number<Number: LosslessStringConvertible>(_ name: String, _ otherwise: Number) throws -> Number {
        guard let text = self[name] else { return otherwise }
        guard let number = Number(text) else { throw WrongSetting(text: "\(name) must be a number, not \(text).") }
        return number
    }

    /// A number within bounds, or another one where none is set.
    ///
    /// - Throws: ``WrongSetting`` that names the variable and the bounds.
    package func number<Number: LosslessStringConvertible & Comparable>(
        _ name: String, _ otherwise: Number, in range: ClosedRange<Number>
    ) throws -> Number {
        guard let text = self[name] else { return otherwise }
        guard let number = Number(text), range.contains(number) else {
            throw WrongSetting(
                text: "\(name) must be a number from \(range.lowerBound) to \(range.upperBound), not \(text).")
        }
        return number
    }
}

/// A setting that cannot be used, in one sentence.
package struct WrongSetting: Error, CustomStringConvertible {
    /// The sentence.
    package let text: String
    package var description: String { text }

    /// Says so.
    package init(text: String) { self.text = text }
}
