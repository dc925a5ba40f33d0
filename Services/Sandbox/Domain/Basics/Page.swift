import Foundation

/// Where a record stands in a sorted list.
struct PageKey: Comparable, Sendable {
    let value: Int
    let id: String

    static func < (left: PageKey, right: PageKey) -> Bool {
        (left.value, left.id) < (right.value, right.id)
    }
}

/// Which part of a list a caller wants.
struct PageRequest: Sendable {
    let size: Int
    let isDescending: Bool
    /// The last key of the page before, or nil for the first page.
    let after: PageKey?
}

/// One part of a list, and the token of the next.
struct Page: Sendable {
    let ids: [String]
    let nextToken: String
    let total: Int

    /// Cuts a page by key, not by number: what moves in the sort order while somebody pages is met twice or missed,
    /// as on the real list of orders by update time.
    init(_ keys: [PageKey], _ request: PageRequest) {
        let sorted = request.isDescending ? keys.sorted(by: >) : keys.sorted()
        let rest = sorted.drop { key in
            guard let after = request.after else { return false }
            return request.isDescending ? key >= after : key <= after
        }
        let part = rest.prefix(request.size)
        ids = part.map(\.id)
        nextToken = rest.count > part.count ? part.last?.token ?? "" : ""
        total = keys.count
    }
}

extension PageKey {
    /// Real tokens contain `+`, `/` and `=`, which a client must escape in the URL but not in what it signs.
    private static let salt: [UInt8] = [0xFB, 0xFF, 0xFE]

    var token: String {
        let text = Data(Self.salt + Array("\(value),\(id)".utf8))
        let padded = text.count % 3 == 0 ? text + [0] : text
        return padded.base64EncodedString()
    }

    init?(token: String) {
        guard let data = Data(base64Encoded: token), data.prefix(3) == Data(Self.salt) else { return nil }
        let text = String(decoding: data.dropFirst(3).filter { $0 != 0 }, as: UTF8.self)
        let parts = text.split(separator: ",")
        guard parts.count == 2, let value = Int(parts[0]) else { return nil }
        self.init(value: value, id: String(parts[1]))
    }
}
