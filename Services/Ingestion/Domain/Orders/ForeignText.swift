/// How long texts of others may be. They go on to other services, into indexes and onto pages; the channel's own limits
/// are narrower (a seller's SKU has at most 50 characters), but are not ours to rely on.
enum ForeignText {
    /// Titles, names, lines of addresses, in bytes of UTF-8.
    static let longest = 500
    /// Words and numbers by which something is found, in bytes of UTF-8.
    static let longestName = 200
}

extension String {
    /// As much of the beginning as fits a number of bytes of UTF-8.
    func cut(to most: Int) -> String {
        guard utf8.count > most else { return self }
        var end = utf8.index(startIndex, offsetBy: most)
        while end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }

    /// The text as a name of something.
    var name: String { cut(to: ForeignText.longestName) }
}
