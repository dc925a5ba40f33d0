/// The arrays in which libpq wants a statement's values; kept, so that a statement costs no allocation here.
struct Arguments {
    private var values: [UnsafePointer<CChar>?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// Lends the statement's values as libpq takes them; all are in binary format.
    mutating func withPointers<Result>(
        to sql: SQL,
        _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<Int32>, UnsafePointer<Int32>) -> Result
    ) -> Result {
        let slots = sql.slots
        lengths.removeAll(keepingCapacity: true)
        lengths.append(contentsOf: slots.lazy.map(\.length))
        while formats.count < slots.count { formats.append(1) }
        // An empty value has no byte of its own, but must point somewhere, since no pointer means NULL.
        return withUnsafePointer(to: 0 as CChar) { nothing in
            sql.writer.bytes.withUnsafeBufferPointer { bytes in
                bytes.withMemoryRebound(to: CChar.self) { bytes in
                    point(into: bytes.baseAddress ?? nothing)
                    return body(Int32(slots.count), values, lengths, formats)
                }
            }
        }
    }

    private mutating func point(into bytes: UnsafePointer<CChar>) {
        values.removeAll(keepingCapacity: true)
        var offset = 0
        for length in lengths {
            values.append(length < 0 ? nil : bytes + offset)
            offset += Int(max(length, 0))
        }
    }
}
