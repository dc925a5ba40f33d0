// Binary arrays (PostgreSQL source, `array_recv`): dimensions, "has NULLs", element type, then for the one dimension
// its length and lower bound, then every element as a length (-1 for NULL) and its bytes.

extension Array: PostgresEncodable where Element: PostgresEncodable {
    /// The array type of the elements.
    public static var postgresType: PostgresType { Element.postgresArrayType }

    /// Appends all elements.
    public func encode(into writer: inout BinaryWriter) {
        Element.encode(array: self, into: &writer)
    }
}

extension Array: PostgresDecodable where Element: PostgresDecodable {
    /// Reads an array of one dimension; an empty array has none.
    public init(cell: borrowing Cell) throws(CellError) {
        self = try Element.array(cell: cell)
    }
}

extension PostgresEncodable {
    /// The array type that the server keeps beside the element's.
    public static var postgresArrayType: PostgresType { PostgresType(oid: postgresType.arrayOID) }

    /// Appends the header and every element.
    public static func encode(array: [Self], into writer: inout BinaryWriter) {
        writer.reserve(20 + array.count * 20)
        writer.write(Int32(array.isEmpty ? 0 : 1))
        let flag = writer.count
        writer.write(Int32(0))
        writer.write(postgresType.oid)
        guard !array.isEmpty else { return }
        writer.write(Int32(clamping: array.count))
        writer.write(Int32(1))
        var hasNulls = false
        for element in array { hasNulls = !writer.write(element: element) || hasNulls }
        if hasNulls { writer.patch(1, at: flag) }
    }
}

extension BinaryWriter {
    /// Writes one element behind its length, which is known only afterwards. False for NULL.
    mutating func write(element: some PostgresEncodable) -> Bool {
        guard !element.isNull else {
            write(Int32(-1))
            return false
        }
        let start = count
        write(Int32(0))
        element.encode(into: &self)
        patch(Int32(clamping: count - start - 4), at: start)
        return true
    }
}

extension PostgresDecodable {
    /// Reads header and elements; more than one dimension, and any length that does not add up, is an error.
    public static func array(cell: borrowing Cell) throws(CellError) -> [Self] {
        guard let bytes = cell.bytes else { throw .null([Self].self) }
        var reader = ArrayReader(bytes: bytes, wanted: [Self].self)
        let count = try reader.header()
        var elements: [Self] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try Self(element: try reader.element())) }
        return elements
    }
}

extension PostgresDecodable {
    fileprivate init(element cell: borrowing Cell) throws(CellError) {
        do {
            try self.init(cell: cell)
        } catch .null {
            throw .nullElement([Self].self)
        }
    }
}

/// Walks through the bytes of a binary array. Every length is checked, since the bytes are foreign.
private struct ArrayReader {
    let bytes: UnsafeRawBufferPointer
    let wanted: any Any.Type
    var offset = 0
    var elementType: UInt32 = 0

    init(bytes: UnsafeRawBufferPointer, wanted: any Any.Type) {
        self.bytes = bytes
        self.wanted = wanted
    }

    /// Reads the header and returns the number of elements.
    mutating func header() throws(CellError) -> Int {
        let dimensions = try integer()
        _ = try integer()
        elementType = UInt32(bitPattern: try integer())
        guard dimensions != 0 else { return 0 }
        guard dimensions == 1 else { throw .malformed(wanted) }
        let count = Int(try integer())
        _ = try integer()
        // Each element takes at least its length field, so a false count cannot make us reserve more than was sent.
        guard count >= 0, count <= (bytes.count - offset) / 4 else { throw .malformed(wanted) }
        return count
    }

    mutating func element() throws(CellError) -> Cell {
        let length = Int(try integer())
        guard length >= 0 else { return Cell(type: elementType, bytes: nil) }
        guard length <= bytes.count - offset else { throw .malformed(wanted) }
        defer { offset += length }
        return Cell(type: elementType, bytes: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length]))
    }

    private mutating func integer() throws(CellError) -> Int32 {
        guard bytes.count - offset >= 4 else { throw .malformed(wanted) }
        defer { offset += 4 }
        return Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
    }
}
