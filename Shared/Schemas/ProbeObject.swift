/// An object: which members are asked for, and which of them may be missing.
final class ProbeObject<Key: CodingKey>: KeyedDecodingContainerProtocol {
    private let probe: SchemaProbe
    private let notes: ProbeNotes
    /// Asked about before it was decoded: so it may be missing.
    private var optional: String?

    init(probe: SchemaProbe, notes: ProbeNotes) {
        self.probe = probe
        self.notes = notes
    }

    var codingPath: [any CodingKey] { [] }
    /// A dictionary asks for all keys there are; one is enough to see its values.
    var allKeys: [Key] {
        guard Key(stringValue: Self.anyName) != nil, Key(intValue: 0) != nil else { return [] }
        return [Key(stringValue: Self.anyName)].compactMap(\.self)
    }
    private static var anyName: String { "*" }

    func contains(_ key: Key) -> Bool {
        optional = key.stringValue
        return true
    }
    func decodeNil(forKey key: Key) -> Bool {
        optional = key.stringValue
        return false
    }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        let (schema, sample) = try probe.probe(type)
        note(key, schema)
        return sample
    }

    private func note(_ key: Key, _ schema: Schema) {
        if key.stringValue == Self.anyName {
            notes.schema = .map(schema)
        } else {
            notes.note(key.stringValue, schema, isRequired: optional != key.stringValue)
        }
    }
    private func whole<Number: FixedWidthInteger>(_ key: Key) -> Number {
        note(key, .whole())
        return 0
    }

    func decode(_: Bool.Type, forKey key: Key) -> Bool {
        note(key, .truth)
        return false
    }
    func decode(_: String.Type, forKey key: Key) -> String {
        note(key, .text())
        return ""
    }
    func decode(_: Double.Type, forKey key: Key) -> Double {
        note(key, .number)
        return 0
    }
    func decode(_: Float.Type, forKey key: Key) -> Float {
        note(key, .number)
        return 0
    }
    func decode(_: Int.Type, forKey key: Key) -> Int { whole(key) }
    func decode(_: Int8.Type, forKey key: Key) -> Int8 { whole(key) }
    func decode(_: Int16.Type, forKey key: Key) -> Int16 { whole(key) }
    func decode(_: Int32.Type, forKey key: Key) -> Int32 { whole(key) }
    func decode(_: Int64.Type, forKey key: Key) -> Int64 { whole(key) }
    func decode(_: UInt.Type, forKey key: Key) -> UInt { whole(key) }
    func decode(_: UInt8.Type, forKey key: Key) -> UInt8 { whole(key) }
    func decode(_: UInt16.Type, forKey key: Key) -> UInt16 { whole(key) }
    func decode(_: UInt32.Type, forKey key: Key) -> UInt32 { whole(key) }
    func decode(_: UInt64.Type, forKey key: Key) -> UInt64 { whole(key) }

    func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type, forKey: Key) -> KeyedDecodingContainer<Nested> {
        KeyedDecodingContainer(ProbeObject<Nested>(probe: probe, notes: ProbeNotes()))
    }
    func nestedUnkeyedContainer(forKey: Key) -> any UnkeyedDecodingContainer {
        ProbeList(probe: probe, notes: ProbeNotes())
    }
    func superDecoder() -> any Decoder { ProbeDecoder(probe: probe, notes: ProbeNotes()) }
    func superDecoder(forKey: Key) -> any Decoder { superDecoder() }
}
