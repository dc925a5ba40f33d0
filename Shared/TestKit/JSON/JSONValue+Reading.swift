extension JSONValue {
    /// A member of an object; null when there is none.
    public subscript(name: String) -> JSONValue {
        if case .object(let members) = self { members[name] ?? .null } else { .null }
    }

    /// The elements of a list; none when it is something else.
    public var list: [JSONValue] {
        if case .array(let elements) = self { elements } else { [] }
    }

    /// A text; nil when it is something else.
    public var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// A whole number; nil when it is something else.
    public var int: Int? {
        if case .integer(let number) = self { number } else { nil }
    }

    /// A truth value; nil when it is something else.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }
}
