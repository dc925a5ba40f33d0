public import Foundation

/// A file of at most 5 MiB, such as a label.
public struct StoredFile: Codable, Sendable, Hashable {
    /// The media type, such as `application/pdf`.
    public var mediaType: String
    /// The file as it is.
    public var bytes: Data

    /// Puts the record together.
    public init(mediaType: String, bytes: Data) {
        self.mediaType = mediaType
        self.bytes = bytes
    }
}
