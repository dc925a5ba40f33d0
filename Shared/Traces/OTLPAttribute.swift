import Tracing

/// One attribute as OTLP writes it in JSON: `KeyValue` with its `AnyValue`.
struct OTLPAttribute: Encodable {
    /// `AnyValue`, of which exactly one member is there.
    enum Value: Encodable, ExpressibleByStringLiteral {
        case string(String)
        case bool(Bool)
        case int(Int64)
        case double(Double)
        case array([Value])

        private enum CodingKeys: CodingKey {
            case stringValue, boolValue, intValue, doubleValue, arrayValue
        }

        private struct List: Encodable {
            let values: [Value]
        }

        init(stringLiteral text: String) { self = .string(text) }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            switch self {
            case .string(let text): try container.encode(OTLPAttribute.cut(text), forKey: .stringValue)
            case .bool(let flag): try container.encode(flag, forKey: .boolValue)
            // 64-bit integers are strings: JavaScript's numbers end at 53 bits.
            case .int(let number): try container.encode(String(number), forKey: .intValue)
            case .double(let number) where number.isFinite: try container.encode(number, forKey: .doubleValue)
            case .double(let number): try container.encode(Self.word(number), forKey: .doubleValue)
            case .array(let values): try container.encode(List(values: values), forKey: .arrayValue)
            }
        }

        /// What JSON has no number for, as the JSON mapping of Protocol Buffers spells it.
        private static func word(_ number: Double) -> String {
            number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity"
        }
    }

    let key: String
    let value: Value

    init(_ key: String, _ value: Value) {
        self.key = key
        self.value = value
    }

    /// All of them, by name.
    static func list(_ attributes: SpanAttributes) -> [OTLPAttribute] {
        var all: [OTLPAttribute] = []
        attributes.forEach { all.append(OTLPAttribute($0, value($1))) }
        return all.sorted { $0.key < $1.key }
    }

    /// Longest text of a value, in characters.
    static let longestText = 256

    /// The text within its bound.
    static func cut(_ text: String) -> String {
        text.utf8.count <= longestText ? text : String(text.prefix(longestText))
    }

    private static func value(_ attribute: SpanAttribute) -> Value {
        switch attribute {
        case .string(let text): .string(text)
        case .bool(let flag): .bool(flag)
        case .int32(let number): .int(Int64(number))
        case .int64(let number): .int(number)
        case .double(let number): .double(number)
        case .stringArray(let texts): .array(texts.map(Value.string))
        case .int32Array(let numbers): .array(numbers.map { .int(Int64($0)) })
        case .int64Array(let numbers): .array(numbers.map(Value.int))
        case .doubleArray(let numbers): .array(numbers.map(Value.double))
        case .boolArray(let flags): .array(flags.map(Value.bool))
        case .stringConvertible(let thing): .string("\(thing)")
        case .stringConvertibleArray(let things): .array(things.map { .string("\($0)") })
        default: .string("")
        }
    }
}
