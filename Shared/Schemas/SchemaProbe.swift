/// What is sent or given as JSON.
public typealias JSONType = Decodable & Sendable

/// Finds the JSON shape of a type by letting it decode itself from nothing: whatever it asks for is written down.
///
/// So the documents cannot say anything else than the code. Types nest a few levels and never contain themselves.
public final class SchemaProbe {
    /// The shapes of all named types that were met.
    public private(set) var components: [String: Schema] = [:]
    private let words: Words

    /// Has met nothing yet.
    ///
    /// - Parameter words: What to tell of the types that will be met.
    public init(_ words: Words = .none) {
        self.words = words
    }

    /// The shape of a type.
    ///
    /// - Throws: what the type throws when it is given samples: then it needs to be ``PlainlyWritten``.
    public func schema(of type: any JSONType.Type) throws -> Schema {
        func found<Value: JSONType>(_ type: Value.Type) throws -> Schema { try probe(type).schema }
        return try found(type)
    }

    /// The shape and a sample.
    ///
    /// - Throws: as ``schema(of:)``.
    public func probe<Value: Decodable>(_ type: Value.Type) throws -> (schema: Schema, sample: Value) {
        if let known = type as? any PlainlyWritten.Type, let sample = known.sample as? Value {
            return (known.schema, sample)
        }
        if let words = type as? any CaseIterable.Type, let found = Self.words(words), let sample = found.first as? Value
        {
            return (choice(type, found), sample)
        }
        let notes = ProbeNotes()
        let sample = try Value(from: ProbeDecoder(probe: self, notes: notes))
        let schema = named(type, notes.schema)
        return (type is any Nullable.Type ? .orNull(schema) : schema, sample)
    }

    private static func words(_ type: any CaseIterable.Type) -> [Any]? {
        func all<Type: CaseIterable>(_: Type.Type) -> [Any] { Array(Type.allCases) }
        return all(type)
    }

    /// One of some words, with a list of what they mean as far as that is told.
    private func choice(_ type: Any.Type, _ cases: [Any]) -> Schema {
        let told = cases.compactMap { one in
            ((one as? any RawRepresentable)?.rawValue as? String).map { ($0, words.about("\(one)", of: type)) }
        }
        let lines = told.compactMap { word, meaning in meaning.map { "- `\(word)`: \($0)" } }
        let schema = Schema.text(words: told.map(\.0))
        let note = Note(words.about(type), rest: lines.isEmpty ? nil : lines.joined(separator: "\n"))
        return note.text.isEmpty ? schema : .described(schema, note)
    }

    private func named(_ type: Any.Type, _ schema: Schema) -> Schema {
        guard case .object(let members) = schema else { return schema }
        // `Contracts.OrderList.Reply` becomes `OrderListReply`.
        let name = String(reflecting: type).split(separator: ".").dropFirst().joined()
        let told = members.map { member in
            Schema.Member(
                name: member.name, schema: member.schema.told(words.about(member.name, of: type)),
                isRequired: member.isRequired)
        }
        components[name] = Schema.object(told).told(words.about(type))
        return .named(name)
    }
}

/// What may be null where it stands. A member that may be missing asks for what is in it, never for this.
private protocol Nullable {}

extension Optional: Nullable {}

/// What a type asked for while it decoded itself.
final class ProbeNotes {
    var schema = Schema.object([])

    func note(_ name: String, _ schema: Schema, isRequired: Bool) {
        guard case .object(let members) = self.schema, !members.contains(where: { $0.name == name }) else { return }
        self.schema = .object(members + [.init(name: name, schema: schema, isRequired: isRequired)])
    }
}

/// Hands a type the containers that write down what it asks for.
struct ProbeDecoder: Decoder {
    let probe: SchemaProbe
    let notes: ProbeNotes
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(ProbeObject<Key>(probe: probe, notes: notes))
    }
    func unkeyedContainer() -> any UnkeyedDecodingContainer { ProbeList(probe: probe, notes: notes) }
    func singleValueContainer() -> any SingleValueDecodingContainer { ProbeValue(probe: probe, notes: notes) }
}
