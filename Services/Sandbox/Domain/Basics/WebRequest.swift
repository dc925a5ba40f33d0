/// An HTTP request, free of the server that received it.
struct WebRequest: Sendable {
    let method: String
    /// The path alone, still percent-encoded, as TikTok Shop signs it.
    let path: String
    let query: Query
    /// Names in lower case.
    let headers: [String: String]
    let body: [UInt8]

    /// The path cut at its slashes, empty parts left out.
    var segments: [Substring] { path.split(separator: "/") }

    /// The media type without its parameters, in lower case.
    var mediaType: String {
        let value = headers["content-type"] ?? ""
        return value.split(separator: ";").first.map { $0.trimming(" ").lowercased() } ?? ""
    }
}

extension Substring {
    fileprivate func trimming(_ character: Character) -> Substring {
        var text = self
        while text.first == character { text.removeFirst() }
        while text.last == character { text.removeLast() }
        return text
    }
}
