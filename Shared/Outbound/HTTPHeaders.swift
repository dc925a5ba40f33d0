/// Header fields in the order in which they are sent or were received; names compare without regard to case.
public struct HTTPHeaders: Sendable, Hashable {
    /// One field as written.
    public struct Field: Sendable, Hashable {
        /// The name as written; compare it through ``HTTPHeaders``.
        public let name: String
        /// The value without surrounding white space.
        public let value: String
    }

    /// Every field, repeated names included.
    public private(set) var fields: [Field] = []

    /// No fields.
    public init() {}

    /// The first value of a name. Setting replaces every field of that name; nil removes them.
    public subscript(name: String) -> String? {
        get { fields.first { Self.same($0.name, name) }?.value }
        set {
            fields.removeAll { Self.same($0.name, name) }
            if let newValue { add(name: name, value: newValue) }
        }
    }

    /// Every value of a name, in order.
    public func values(of name: String) -> [String] {
        fields.filter { Self.same($0.name, name) }.map(\.value)
    }

    /// Adds a field and keeps others of the same name.
    public mutating func add(name: String, value: String) {
        fields.append(Field(name: name, value: value))
    }

    /// Field names are ASCII (RFC 9110 §5.1), so that folding one bit of each letter compares them.
    private static func same(_ left: String, _ right: String) -> Bool {
        guard left.utf8.count == right.utf8.count else { return false }
        return zip(left.utf8, right.utf8).allSatisfy { lowered($0) == lowered($1) }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
    /// Fields in the order of the literal.
    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { add(name: name, value: value) }
    }
}
