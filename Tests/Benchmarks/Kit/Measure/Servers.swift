package import Foundation
import PlatformKit

/// The processes of the private broker and database, whose CPU is counted.
package struct Servers: Sendable {
    package let broker: Int32
    /// The postmaster; its backends are its children.
    package let database: Int32

    /// Finds them where `broker.sh` and `database.sh` keep their files.
    package init(in folder: URL) throws {
        broker = try Self.number(in: folder.appending(path: "broker/pid"))
        let place = try String(contentsOf: folder.appending(path: "database/place"), encoding: .utf8)
        let data = URL(filePath: place.trimmingCharacters(in: .whitespacesAndNewlines))
        database = try Self.number(in: data.appending(path: "data/postmaster.pid"))
    }

    private static func number(in file: URL) throws -> Int32 {
        let text = try String(contentsOf: file, encoding: .utf8)
        guard let number = text.split(whereSeparator: \.isNewline).first.flatMap({ Int32($0) }) else {
            throw WrongSetting(text: "\(file.path()) names no process.")
        }
        return number
    }
}
