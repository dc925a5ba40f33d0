public import Foundation

/// A folder of numbered `.sql` files and the name they are recorded under.
public struct MigrationSource: Sendable {
    /// Such as `messaging`; part of the record, so it must never change.
    public let name: String
    /// The folder, such as `Bundle.module.url(forResource: "Migrations", withExtension: nil)`.
    public let folder: URL

    /// Names a folder.
    public init(name: String, folder: URL) {
        self.name = name
        self.folder = folder
    }

    /// All steps in order. Numbers run from 1 without a gap, so that a file lost in a merge is noticed.
    func migrations() throws(MigrationError) -> [Migration] {
        guard let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        else {
            throw .unreadable(source: name, path: folder.path)
        }
        var migrations: [Migration] = []
        for file in files where file.pathExtension == "sql" {
            migrations.append(try Migration(source: name, file: file))
        }
        migrations.sort { $0.number < $1.number }
        for (position, migration) in migrations.enumerated() where migration.number != position + 1 {
            throw .gap(source: name, expected: position + 1, found: migration.number)
        }
        return migrations
    }
}
