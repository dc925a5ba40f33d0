import Contracts
import Foundation

/// The files of rules that lie beside the program.
enum RuleShelf {
    /// Every version of the model.
    static func models() throws -> Models {
        try Models(files(in: "Models"))
    }

    /// The newest version of the markets.
    static func markets() throws -> Markets {
        let versions = try files(in: "Markets").map(Markets.read)
        guard let newest = versions.max(by: { $0.version < $1.version }) else {
            throw Wrong("missing", at: "/", "must be one file at least")
        }
        return newest
    }

    private static func files(in folder: String) throws -> [Data] {
        let folder = Bundle.module.bundleURL.appending(path: folder)
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try files.filter { $0.pathExtension == "json" }.map { try Data(contentsOf: $0) }
    }
}
