import Logging

/// Builds one line of JSON by hand: a log line is written far too often for a general encoder.
struct JSONLine {
    /// Longest text of one value, in characters; what is cut is said.
    static let longestText = 4096
    /// Most elements of one list, and most keys of one object.
    static let mostElements = 64
    /// Deepest nesting of lists and objects.
    static let deepest = 4

    private var bytes: [UInt8] = Array("{".utf8)
    private let redaction: Redaction

    init(redaction: Redaction) {
        self.redaction = redaction
        bytes.reserveCapacity(512)
    }

    /// The line with its end.
    consuming func finished() -> [UInt8] {
        bytes.append(contentsOf: "}\n".utf8)
        return bytes
    }

    mutating func add(_ key: String, _ text: String) {
        begin(key)
        append(text: text)
    }

    mutating func add(_ key: String, _ value: Logger.MetadataValue) {
        begin(key)
        append(key: key, value: value, depth: 0)
    }

    private mutating func begin(_ key: String) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        append(quoted: key)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func append(key: String, value: Logger.MetadataValue, depth: Int) {
        guard !redaction.hides(key) else { return append(quoted: Redaction.mark) }
        guard depth < Self.deepest else { return append(quoted: "(too deep)") }
        switch value {
        case .string(let text): append(text: text)
        case .stringConvertible(let convertible): append(convertible: convertible)
        case .array(let elements): append(list: elements, of: key, depth: depth)
        case .dictionary(let fields): append(object: fields, depth: depth)
        }
    }

    /// Numbers and truth values stay what they are, so that a log store can compare them.
    private mutating func append(convertible: any CustomStringConvertible) {
        switch convertible {
        case let value as any BinaryInteger: bytes.append(contentsOf: "\(value)".utf8)
        case let value as Double where value.isFinite: bytes.append(contentsOf: "\(value)".utf8)
        case let value as Bool: bytes.append(contentsOf: "\(value)".utf8)
        default: append(text: convertible.description)
        }
    }

    private mutating func append(list: [Logger.MetadataValue], of key: String, depth: Int) {
        bytes.append(UInt8(ascii: "["))
        for (index, element) in list.prefix(Self.mostElements).enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(key: key, value: element, depth: depth + 1)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func append(object: Logger.Metadata, depth: Int) {
        bytes.append(UInt8(ascii: "{"))
        for (index, field) in object.sorted(by: { $0.key < $1.key }).prefix(Self.mostElements).enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(quoted: field.key)
            bytes.append(UInt8(ascii: ":"))
            append(key: field.key, value: field.value, depth: depth + 1)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func append(text: String) {
        let clean = redaction.scrubbed(text)
        guard clean.utf8.count > Self.longestText, clean.count > Self.longestText else { return append(quoted: clean) }
        append(quoted: "\(clean.prefix(Self.longestText))… (\(clean.count - Self.longestText) more characters)")
    }

    /// A JSON string (RFC 8259 §7): quote, backslash and control characters escaped, all else as UTF-8.
    private mutating func append(quoted text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
            case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
            case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
            case 0..<0x20:
                bytes.append(contentsOf: ((byte < 16 ? "\\u000" : "\\u00") + String(byte, radix: 16)).utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
