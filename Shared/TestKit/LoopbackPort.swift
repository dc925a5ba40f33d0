import Foundation
import Synchronization

/// Ports on the loopback address that a test's own servers can take.
public enum LoopbackPort {
    /// Below the range from which outgoing connections get theirs.
    private static let range = 20_000..<32_000

    /// What this process has given out: a server takes its port a while after it was told of it.
    private static let given = Mutex<Set<Int>>([])

    /// One that nobody listens on at this moment, and that was not given out before.
    public static func free() throws -> Int {
        for _ in 0..<1000 {
            let candidate = Int.random(in: range)
            if isFree(candidate), given.withLock({ $0.insert(candidate).inserted }) { return candidate }
        }
        throw NoneFree()
    }

    /// A thousand tries met no free port.
    public struct NoneFree: Error, CustomStringConvertible {
        /// One sentence.
        public var description: String { "no free port was found between 20000 and 32000" }
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
