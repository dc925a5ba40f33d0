/// A JSON value whose objects keep the order of their members.
enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case array([JSON])
    case object([Member])

    struct Member: Sendable, Equatable {
        let name: String
        var value: JSON
    }

    /// The member of an object, or nil.
    subscript(_ name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    subscript(_ index: Int) -> JSON? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var number: Int? {
        if case .int(let number) = self { number } else { nil }
    }

    var flag: Bool? {
        if case .bool(let flag) = self { flag } else { nil }
    }

    var elements: [JSON] {
        if case .array(let elements) = self { elements } else { [] }
    }

    /// The same object with more members behind its own.
    func adding(_ more: JSON) -> JSON {
        guard case .object(let own) = self, case .object(let others) = more else { return self }
        return .object(own + others)
    }
}

extension JSON: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral members: (String, JSON)...) {
        self = .object(members.map { Member(name: $0.0, value: $0.1) })
    }
}

extension JSON: ExpressibleByArrayLiteral {
    init(arrayLiteral elements: JSON...) {
        self = .array(elements)
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    init(stringLiteral text: String) {
        self = .string(text)
    }
}

extension JSON: ExpressibleByIntegerLiteral {
    init(integerLiteral number: Int) {
        self = .int(number)
    }
}

extension JSON: ExpressibleByBooleanLiteral {
    init(booleanLiteral flag: Bool) {
        self = .bool(flag)
    }
}

extension JSON {
    /// Text, or null where there is none.
    static func optional(_ text: String?) -> JSON {
        text.map(JSON.string) ?? .null
    }

    static func strings(_ texts: some Sequence<String>) -> JSON {
        .array(texts.map(JSON.string))
    }
}
