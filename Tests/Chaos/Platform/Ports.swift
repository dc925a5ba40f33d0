import Foundation

/// Loopback ports of our own, below the range from which outgoing connections get theirs.
struct Ports: Sendable {
    private var numbers: [String: Int] = [:]

    /// The port of something by its name; the same each time.
    mutating func of(_ name: String) throws -> Int {
        if let number = numbers[name] { return number }
        let taken = Set(numbers.values)
        for _ in 0..<1000 {
            let candidate = Int.random(in: 20_000..<32_000)
            guard !taken.contains(candidate), Self.isFree(candidate) else { continue }
            numbers[name] = candidate
            return candidate
        }
        throw WrongSetting(text: "no free port was found between 20000 and 32000.")
    }

    private static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = in_addr_t(UInt32(0x7F00_0001).bigEndian)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
