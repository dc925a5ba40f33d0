public import Foundation

/// A file of at most 5 MiB, such as a label.
public struct StoredFile: Codable, Sendable, Hashable {
    /// Such as `application/pdf`.
    public var mediaType: String
    /// What is in it.
    public var bytes: Data

    /// Puts the record together.
    public init(mediaType: String, bytes: Data) {
        self.mediaType = mediaType
        self.bytes = bytes
    }
}
