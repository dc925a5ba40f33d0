/// A path with `{id}` in the place of each id, such as `/orders/{id}/advance`.
struct PathTemplate: Sendable {
    let text: String

    /// What stands in the places of ids, as it came; nil when the path is another.
    func ids(of segments: [Substring]) -> [Substring]? {
        let patterns = text.split(separator: "/")
        guard patterns.count == segments.count else { return nil }
        let pairs = zip(patterns, segments)
        guard pairs.allSatisfy({ $0 == "{id}" || $0 == $1 }) else { return nil }
        return pairs.compactMap { $0 == "{id}" ? $1 : nil }
    }
}
