import Foundation
import Schemas
import TestKit

/// What the compiler knows of a module that was built: its names, and the comments on them.
struct SymbolGraph: Decodable {
    /// A declaration.
    struct Symbol: Decodable {
        struct Kind: Decodable { let identifier: String }
        struct Identifier: Decodable { let precise: String }
        struct Comment: Decodable {
            struct Line: Decodable { let text: String }

            let lines: [Line]
        }
        struct Fragment: Decodable { let spelling: String }

        let kind: Kind
        let identifier: Identifier
        let pathComponents: [String]
        let docComment: Comment?
        let declarationFragments: [Fragment]?
    }

    /// That one declaration is something to another.
    struct Relationship: Decodable {
        let kind: String
        let source: String
        let target: String
    }

    let symbols: [Symbol]
    let relationships: [Relationship]

    /// Why there is none.
    struct Trouble: Error, CustomStringConvertible {
        let description: String
    }

    /// Asks the compiler's own tool, which reads the modules that lie beside the program that asks.
    ///
    /// - Parameter access: The least that a declaration must be open to.
    static func read(_ module: String, access: String) throws -> SymbolGraph {
        let output = FileManager.default.temporaryDirectory.appending(path: "symbols-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: output) }
        let build = try URL(filePath: FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            .deletingLastPathComponent()
        let target = build.deletingLastPathComponent().lastPathComponent
        try run(
            [
                "swift", "symbolgraph-extract", "-module-name", module, "-target", target, "-minimum-access-level",
                access, "-skip-synthesized-members", "-output-dir", output.path(),
                "-I", build.appending(path: "Modules").path(),
            ] + (try maps(build).flatMap { ["-Xcc", "-fmodule-map-file=\($0.path())"] })
                // Where Debian has libpq's headers, which its module map names.
                + ["-I", "/usr/include/postgresql"])
        let file = output.appending(path: "\(module).symbols.json")
        return try JSONDecoder().decode(SymbolGraph.self, from: Data(contentsOf: file))
    }

    private static func run(_ command: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        let errors = Pipe()
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, errors)
        try process.run()
        let said = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Trouble(description: "swift symbolgraph-extract: \(said)") }
    }

    /// The maps of the modules in C that ours lean on: our own, those of packages, and those that the build wrote.
    private static func maps(_ build: URL) throws -> [URL] {
        func folders(_ folder: URL) throws -> [URL] {
            try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        }
        let packages = build.appending(path: "../../checkouts").standardizedFileURL
        let sources = try folders(packages).flatMap { (try? folders($0.appending(path: "Sources"))) ?? [] }
        let places =
            try folders(Documented.root.appending(path: "Shared"))
            + folders(build).filter { $0.pathExtension == "build" } + sources.map { $0.appending(path: "include") }
        return places.map { $0.appending(path: "module.modulemap") }
            .filter { FileManager.default.fileExists(atPath: $0.path()) }
    }
}
