/// A statement with its values kept apart from its text.
///
/// Interpolation binds: `"SELECT name FROM shops WHERE id = \(id)"` has the text `… WHERE id = $1` and one value.
/// `\(identifier:)` quotes a name, `\(unsafe:)` inserts text as it is, `\(sql)` inserts another statement's part with
/// its values. A plain `String` is never accepted as SQL.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// The text as the server sees it, with `$1`, `$2` … where the values go. It never holds a value.
    public private(set) var text: String
    /// Where each value's placeholder is, and which of the bytes are the value's.
    private(set) var slots: [Slot]
    /// All values in binary form, one after the other.
    private(set) var writer: BinaryWriter

    /// One bound value: its type, its place in the text, its length in bytes or -1 for NULL.
    struct Slot: Sendable {
        let type: UInt32
        let textOffset: Int
        let length: Int32
    }

    /// A statement without values.
    public init(stringLiteral text: String) {
        self.init(unsafe: text)
    }

    /// A statement that a literal with interpolated values describes.
    public init(stringInterpolation: Interpolation) {
        self = stringInterpolation.sql
    }

    /// Text that comes from elsewhere, as it is. Never pass anything a user may have typed.
    public init(unsafe text: String) {
        self.init(text: text, slots: [], writer: BinaryWriter())
    }

    init(text: String, slots: [Slot], writer: BinaryWriter) {
        self.text = text
        self.slots = slots
        self.writer = writer
    }

    /// The bound values in order, copied out; for tests and tools.
    public var parameters: [Parameter] {
        var start = 0
        return slots.map { slot in
            let type = PostgresType(oid: slot.type)
            guard slot.length >= 0 else { return Parameter(type: type, bytes: nil) }
            defer { start += Int(slot.length) }
            return Parameter(type: type, bytes: Array(writer.bytes[start..<start + Int(slot.length)]))
        }
    }
}

// MARK: - Building

extension SQL {
    /// Appends text as it is.
    mutating func append(unsafe more: String) {
        text += more
    }

    /// Appends a placeholder and binds a value to it.
    mutating func bind(_ value: some PostgresEncodable) {
        let start = writer.count
        if !value.isNull { value.encode(into: &writer) }
        let length = value.isNull ? -1 : Int32(clamping: writer.count - start)
        appendPlaceholder(type: value.boundType, length: length)
    }

    private mutating func appendPlaceholder(type: UInt32, length: Int32) {
        slots.append(Slot(type: type, textOffset: text.utf8.count, length: length))
        text += "$"
        text += String(slots.count)
    }

    /// Appends another statement; its placeholders continue the numbering.
    mutating func append(_ other: SQL) {
        guard !other.slots.isEmpty else { return text += other.text }
        let source = other.text.utf8
        var copied = source.startIndex
        for (number, slot) in other.slots.enumerated() {
            let placeholder = source.index(source.startIndex, offsetBy: slot.textOffset)
            text += other.text[copied..<placeholder]
            appendPlaceholder(type: slot.type, length: slot.length)
            copied = source.index(placeholder, offsetBy: 1 + String(number + 1).utf8.count)
        }
        text += other.text[copied...]
        writer.write(contentsOf: other.writer.bytes)
    }

    /// Two statements' parts, one after the other.
    public static func + (left: SQL, right: SQL) -> SQL {
        var joined = left
        joined.append(right)
        return joined
    }

    /// Appends another statement's part.
    public static func += (left: inout SQL, right: SQL) {
        left.append(right)
    }
}

extension Sequence<SQL> {
    /// All parts in order with a separator between them, as in `conditions.joined(separator: " AND ")`.
    public func joined(separator: SQL) -> SQL {
        var joined: SQL = ""
        for (position, part) in self.enumerated() {
            if position > 0 { joined.append(separator) }
            joined.append(part)
        }
        return joined
    }
}
