/// One value of an AMQP header table.
public enum HeaderValue: Sendable, Hashable {
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    /// Unix seconds.
    case timestamp(UInt64)
    case array([HeaderValue])
    case table([String: HeaderValue])
    case void

    /// The text, when the value is one.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The whole number, when the value is one.
    public var int: Int64? {
        switch self {
        case .int(let number): number
        case .timestamp(let seconds): Int64(exactly: seconds)
        default: nil
        }
    }
}

extension HeaderValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    /// A text value.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A 64-bit whole number.
    public init(integerLiteral value: Int64) { self = .int(value) }
    /// A truth value.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}

/// A header table in the order in which it stood on the wire. Tables are small: a look-up walks them.
public struct Headers: Sendable, Hashable, ExpressibleByDictionaryLiteral, Sequence {
    /// Name and value, in order.
    public private(set) var entries: [(name: String, value: HeaderValue)] = []

    /// An empty table.
    public init() {}

    /// A table from a literal.
    public init(dictionaryLiteral elements: (String, HeaderValue)...) {
        for (name, value) in elements { self[name] = value }
    }

    /// The value under a name; setting nil removes it.
    public subscript(name: String) -> HeaderValue? {
        get { entries.first { $0.name == name }?.value }
        set {
            let index = entries.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): entries[index].value = value
            case (let index?, nil): entries.remove(at: index)
            case (nil, let value?): entries.append((name, value))
            case (nil, nil): break
            }
        }
    }

    /// Adds an entry that is known not to be there yet.
    mutating func append(_ name: String, _ value: HeaderValue) {
        entries.append((name, value))
    }

    /// How many entries there are.
    public var count: Int { entries.count }

    /// Walks the entries in order.
    public func makeIterator() -> IndexingIterator<[(name: String, value: HeaderValue)]> {
        entries.makeIterator()
    }

    /// Equal when the same entries stand in the same order.
    public static func == (left: Headers, right: Headers) -> Bool {
        left.entries.elementsEqual(right.entries) { $0.name == $1.name && $0.value == $1.value }
    }

    /// Hashes names and values.
    public func hash(into hasher: inout Hasher) {
        for (name, value) in entries {
            hasher.combine(name)
            hasher.combine(value)
        }
    }
}
