/// A span of time to search: from inclusive, until exclusive; nil means from the shop's start, until now.
public struct TimeWindow: Sendable, Hashable {
    /// The first second that counts.
    public var from: UnixSeconds?
    /// The first second that no longer counts.
    public var until: UnixSeconds?

    /// A span.
    public init(from: UnixSeconds? = nil, until: UnixSeconds? = nil) {
        self.from = from
        self.until = until
    }

    /// Everything.
    public static let always = TimeWindow()
}

extension TimeWindow {
    /// As parameters of a query, for the calls that take their filters there.
    func query(as name: String) -> [QueryItem] {
        [from.map { QueryItem("\(name)_ge", $0.seconds) }, until.map { QueryItem("\(name)_lt", $0.seconds) }]
            .compactMap(\.self)
    }
}
