import TestKit

/// Loopback ports of our own, by what listens on them.
package struct Ports: Sendable {
    private var numbers: [String: Int] = [:]

    package init() {}

    /// The port of something by its name; the same each time.
    package mutating func of(_ name: String) throws -> Int {
        if let number = numbers[name] { return number }
        let number = try LoopbackPort.free()
        numbers[name] = number
        return number
    }
}
