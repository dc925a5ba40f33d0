package import Foundation

/// Where a platform is to run, and what is special about it.
package struct PlatformSettings: Sendable {
    /// Whose platform it is, in lower case: its secrets are made of this, and its agency is called so.
    package var name: String
    /// The broker, as an administrator, and its management interface.
    package var broker: String
    package var management: String
    /// The database, as an administrator.
    package var database: String
    /// Logs.
    package var folder: URL
    /// Where the executables lie; nil: beside the one that runs.
    package var programs: URL?
    /// Where those of the build before this one lie; nil: it is not at hand.
    package var previous: URL?
    /// Decides the sandbox's world.
    package var seed: UInt64 = 1
    /// What services are told besides or otherwise, by their names.
    package var own: [String: [String: String]] = [:]
    /// The broker and the database as services reach them, where something lies between.
    package var brokerOfServices: @Sendable (String) -> String = { $0 }
    package var databaseOfServices: @Sendable (String) -> String = { $0 }

    /// A platform on these servers.
    package init(name: String, broker: String, management: String, database: String, folder: URL) {
        self.name = name
        self.broker = broker
        self.management = management
        self.database = database
        self.folder = folder
    }
}
