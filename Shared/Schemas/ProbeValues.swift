/// A list: one element is enough to see what it is a list of.
struct ProbeList: UnkeyedDecodingContainer {
    let probe: SchemaProbe
    let notes: ProbeNotes
    var codingPath: [any CodingKey] { [] }
    var count: Int? { 1 }
    var currentIndex = 0
    var isAtEnd: Bool { currentIndex > 0 }

    init(probe: SchemaProbe, notes: ProbeNotes) {
        self.probe = probe
        self.notes = notes
    }

    func decodeNil() -> Bool { false }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let (schema, sample) = try probe.probe(type)
        notes.schema = .array(schema)
        currentIndex += 1
        return sample
    }
    func nestedContainer<Key: CodingKey>(keyedBy: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(ProbeObject<Key>(probe: probe, notes: ProbeNotes()))
    }
    func nestedUnkeyedContainer() -> any UnkeyedDecodingContainer { ProbeList(probe: probe, notes: ProbeNotes()) }
    func superDecoder() -> any Decoder { ProbeDecoder(probe: probe, notes: ProbeNotes()) }
}

/// A plain value.
struct ProbeValue: SingleValueDecodingContainer {
    let probe: SchemaProbe
    let notes: ProbeNotes
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { false }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let (schema, sample) = try probe.probe(type)
        notes.schema = schema
        return sample
    }

    private func whole<Number: FixedWidthInteger>() -> Number {
        notes.schema = .whole()
        return 0
    }
    func decode(_: Bool.Type) -> Bool {
        notes.schema = .truth
        return false
    }
    func decode(_: String.Type) -> String {
        notes.schema = .text()
        return ""
    }
    func decode(_: Double.Type) -> Double {
        notes.schema = .number
        return 0
    }
    func decode(_: Float.Type) -> Float {
        notes.schema = .number
        return 0
    }
    func decode(_: Int.Type) -> Int { whole() }
    func decode(_: Int8.Type) -> Int8 { whole() }
    func decode(_: Int16.Type) -> Int16 { whole() }
    func decode(_: Int32.Type) -> Int32 { whole() }
    func decode(_: Int64.Type) -> Int64 { whole() }
    func decode(_: UInt.Type) -> UInt { whole() }
    func decode(_: UInt8.Type) -> UInt8 { whole() }
    func decode(_: UInt16.Type) -> UInt16 { whole() }
    func decode(_: UInt32.Type) -> UInt32 { whole() }
    func decode(_: UInt64.Type) -> UInt64 { whole() }
}
