import Foundation

/// The working tree, as the style tests walk it.
enum Tree {
    /// The project's root: this file lies two folders below it.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Folders that hold nothing written by people.
    private static let skipped: Set = [".build", ".git", ".run", ".swiftpm", "__pycache__"]

    /// Every file, as a path from the root, in order.
    static let paths: [String] = {
        guard let walk = FileManager.default.enumerator(atPath: root.path()) else { return [] }
        var found: [String] = []
        for case let path as String in walk {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            if skipped.contains(name) {
                walk.skipDescendants()
            } else if !isFolder(path) {
                found.append(path)
            }
        }
        return found.sorted()
    }()

    /// The files whose names end in one of the given ways.
    static func paths(endingIn endings: String...) -> [String] {
        paths.filter { path in endings.contains { path.hasSuffix($0) } }
    }

    /// A file's text; what is not UTF-8 is replaced.
    static func text(_ path: String) -> String {
        String(decoding: bytes(path), as: UTF8.self)
    }

    /// What a file holds.
    static func bytes(_ path: String) -> Data {
        FileManager.default.contents(atPath: root.appending(path: path).path()) ?? Data()
    }

    /// A Swift file's code.
    static func source(_ path: String) -> SwiftSource {
        sources[path] ?? SwiftSource(text(path))
    }

    /// Read once, as every rule looks at all of them.
    private static let sources = Dictionary(
        uniqueKeysWithValues: paths(endingIn: ".swift").map { ($0, SwiftSource(text($0))) })

    /// The Swift files of the product: what customers' data runs through.
    static var productFiles: [String] {
        paths(endingIn: ".swift").filter { $0.hasPrefix("Shared/") || $0.hasPrefix("Services/") }
    }

    /// The services, by the names of their folders.
    static var services: [String] {
        Set(paths.filter { $0.hasPrefix("Services/") }.compactMap { $0.split(separator: "/").dropFirst().first })
            .map(String.init).sorted()
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: root.appending(path: path).path(), isDirectory: &isFolder)
        return exists && isFolder.boolValue
    }
}
