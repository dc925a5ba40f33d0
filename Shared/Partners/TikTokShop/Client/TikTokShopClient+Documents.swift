import Outbound

/// A file that the channel keeps for us for a while.
public struct Document: Sendable, Hashable {
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

extension TikTokShopClient {
    /// What a file may weigh.
    public static let maximumDocumentBytes = 5 << 20

    /// Fetches the file of a ``ShippingDocument``. Its address works for 24 hours and carries its own permission, so
    /// that no token goes with it.
    public func fetchDocument(_ url: String, deadline: Duration = .seconds(30)) async throws(TikTokShopError)
        -> Document
    {
        // An address out of an answer must not reach into the inner network in clear text; a sandbox may.
        guard url.hasPrefix("https://") || hosts.api.hasPrefix("http://") else {
            throw .invalidRequest(.document, "doc_url: is not https")
        }
        let request = HTTPRequest(.get, url, maximumResponseBytes: Self.maximumDocumentBytes)
        let response = try await exchange(request, .document, deadline)
        switch ResponseClass(response, now: now()) {
        case .success where !response.body.isEmpty:
            return Document(bytes: response.body, mediaType: response.mediaType)
        case .transient: throw failed(response, .transient)
        case .throttled(let wait): throw failed(response, .throttled, wait)
        case .success, .permanent, .unauthorized: throw failed(response, .documentGone)
        }
    }

    private func failed(_ response: HTTPResponse, _ kind: TikTokShopError.Kind, _ wait: Duration? = nil)
        -> TikTokShopError
    {
        TikTokShopError(
            kind: kind, endpoint: .document, message: "HTTP \(response.status), \(response.body.count) bytes",
            status: response.status, retryAfter: wait)
    }
}

extension Endpoint {
    static let document = Endpoint(
        name: "Document", method: .get, template: "/document", cipher: .forbidden, changesSomething: false,
        scope: .fulfillment)
}
