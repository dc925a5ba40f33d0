public import Foundation

/// A program of this package, as it was built beside the one that runs.
public enum BuiltProgram {
    /// Where it lies, by the name of its product: in a folder or one above; the first is that of the program that asks.
    public static func find(_ name: String, from folder: URL? = nil) throws -> URL {
        let own = URL(filePath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        var place = folder ?? own.deletingLastPathComponent()
        repeat {
            let file = place.appending(path: name)
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: file.path(), isDirectory: &isFolder), !isFolder.boolValue {
                return file
            }
            place = place.deletingLastPathComponent()
        } while place.path() != "/"
        throw Missing(name: name)
    }

    /// It was not built.
    public struct Missing: Error, CustomStringConvertible {
        /// The product's name.
        public let name: String
        /// One sentence.
        public var description: String { "\(name) was not built: swift build --product \(name)" }
    }
}
