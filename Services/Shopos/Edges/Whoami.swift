import Foundation
import ServiceKit

extension Settings {
    /// The name of the person at this machine, as far as the system knows it.
    static var whoami: String {
        let name = ProcessInfo.processInfo.environment["SUDO_USER"] ?? NSUserName()
        return name.isEmpty ? "unknown" : String(name.prefix(60))
    }
}
