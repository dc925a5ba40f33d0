import Outbound

/// A file that Shippo keeps for us for a while.
public struct LabelFile: Sendable, Hashable {
    /// The file.
    public let bytes: [UInt8]
    /// As the server calls it, such as `application/pdf`; nil when it says nothing.
    public let mediaType: String?

    /// A file.
    public init(bytes: [UInt8], mediaType: String?) {
        self.bytes = bytes
        self.mediaType = mediaType
    }
}

extension ShippoClient {
    /// What a label may weigh.
    public static let maximumFileBytes = 5 << 20

    /// Fetches the file of ``Transaction/labelURL``. The address carries its own permission, so that no token goes with
    /// it; fetch soon after buying, since it ends.
    public func fetchLabel(_ url: String, deadline: Duration = .seconds(30)) async throws(ShippoError) -> LabelFile {
        // An address out of an answer must not reach into the inner network in clear text; a sandbox may.
        guard url.hasPrefix("https://") || base.hasPrefix("http://") else {
            throw .invalidRequest("label_url: is not https")
        }
        let request = HTTPRequest(.get, url, maximumResponseBytes: Self.maximumFileBytes)
        return try file(try await exchange(request, deadline, changesSomething: false))
    }

    private func file(_ response: HTTPResponse) throws(ShippoError) -> LabelFile {
        let message = "the label's file, \(response.body.count) bytes"
        switch ResponseClass(response, now: now()) {
        case .success where !response.body.isEmpty:
            return LabelFile(bytes: response.body, mediaType: response.mediaType)
        case .transient: throw ShippoError(kind: .transient, status: response.status, message: message)
        case .throttled(let wait):
            throw ShippoError(kind: .throttled, status: response.status, message: message, retryAfter: wait)
        case .success, .permanent, .unauthorized:
            throw ShippoError(kind: .fileGone, status: response.status, message: message)
        }
    }
}
