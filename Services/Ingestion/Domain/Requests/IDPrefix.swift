import Contracts
import Foundation

/// The beginning of an order's id, ours or the channel's: what a person types into a search box.
///
/// Searches are by comparison and never by a pattern: comparing may use an index under row level security (`LIKE` may
/// not, it is not leakproof), and no character of it means anything but itself.
struct IDPrefix: Hashable, Sendable {
    /// Channels' ids that begin so: from the first, up to and without the second, byte by byte.
    let channel: (from: String, below: String)
    /// Our ids that begin so, both included; nil when none can.
    let ours: (first: UUID, last: UUID)?

    private static let longest = 64

    /// Checks what was typed; blanks around it are dropped.
    init(_ text: String) throws(Wrong) {
        let typed = String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        guard (1...Self.longest).contains(typed.utf8.count), typed.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw Wrong("noID", at: "/search", "must be 1 to \(Self.longest) letters, digits or signs of an id") }
        channel = (typed, Self.next(after: typed))
        ours = Self.range(typed)
    }

    /// The least text above all that begin so: the last byte one higher, which is at most U+007F.
    private static func next(after text: String) -> String {
        var bytes = Array(text.utf8)
        bytes[bytes.count - 1] += 1
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func range(_ text: String) -> (first: UUID, last: UUID)? {
        let template = Array("00000000-0000-0000-0000-000000000000".utf8)
        let typed = Array(text.lowercased().utf8)
        guard typed.count <= template.count else { return nil }
        for (byte, model) in zip(typed, template) {
            let isDigit = (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
            guard model == UInt8(ascii: "-") ? byte == model : isDigit else { return nil }
        }
        let rest = template[typed.count...]
        let top = rest.map { $0 == UInt8(ascii: "0") ? UInt8(ascii: "f") : $0 }
        guard let first = UUID(uuidString: String(decoding: typed + rest, as: UTF8.self)),
            let last = UUID(uuidString: String(decoding: typed + top, as: UTF8.self))
        else { return nil }
        return (first, last)
    }

    static func == (left: IDPrefix, right: IDPrefix) -> Bool { left.channel.from == right.channel.from }

    func hash(into hasher: inout Hasher) {
        hasher.combine(channel.from)
    }
}
