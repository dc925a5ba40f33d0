import Contracts
import Foundation

/// Every model that was ever used, by its version, so that a score of the past can be replayed.
struct Models: Sendable {
    private let byVersion: [Int: Model]
    /// The one with which new scores are made.
    let newest: Model

    /// Reads the files.
    init(_ files: [Data]) throws(Wrong) {
        var byVersion: [Int: Model] = [:]
        for file in files {
            let model = try Model.read(file)
            guard byVersion.updateValue(model, forKey: model.version) == nil else {
                throw Wrong("twice", at: "/version", "must be one that no other file has: \(model.version)")
            }
        }
        guard let newest = byVersion.max(by: { $0.key < $1.key })?.value else {
            throw Wrong("missing", at: "/", "must be one file at least")
        }
        self.byVersion = byVersion
        self.newest = newest
    }

    /// The model of a version; nil when there never was one.
    subscript(version: Int) -> Model? { byVersion[version] }
}
