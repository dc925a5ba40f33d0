import AMQP
import Foundation

/// Further headers of a message as a row of `told` keeps them: JSON.
enum KeptHeaders {
    private static let encoder = JSONEncoder()

    /// As a row keeps them.
    static func text(_ headers: Headers) -> String? {
        if let text = plainText(headers) { return text }
        let kept = Dictionary(
            headers.compactMap { entry in StoredHeader(entry.value).map { (entry.name, $0) } },
            uniquingKeysWith: { first, _ in first })
        return (try? encoder.encode(kept)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The same where nothing needs to be escaped, as in all headers of ours: by an encoder it cost 6 µs a message, a
    /// twentieth of what a stage took for one. Nil: there is something else.
    private static func plainText(_ headers: Headers) -> String? {
        var text = "{"
        for (name, value) in headers {
            guard isPlain(name) else { return nil }
            text += text.utf8.count == 1 ? "\"\(name)\":" : ",\"\(name)\":"
            switch value {
            case .int(let number): text += "\(number)"
            case .string(let word) where isPlain(word): text += "\"\(word)\""
            default: return nil
            }
        }
        return text + "}"
    }

    /// Printable ASCII but the quotation mark and the backslash (RFC 8259 §7).
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }

    /// What ``text(_:)`` wrote.
    static func read(_ text: String) -> Headers {
        let kept = (try? JSONDecoder().decode([String: StoredHeader].self, from: Data(text.utf8))) ?? [:]
        var headers = Headers()
        for name in kept.keys.sorted() { headers[name] = kept[name]?.value }
        return headers
    }
}
