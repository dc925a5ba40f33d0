/// By what names a request is found again in logs, here and in the services.
struct Trace: Sendable, Hashable {
    /// Ours or the caller's own, told in `X-Request-Id`.
    let request: String
    /// W3C Trace Context, level 1: version, trace, parent, flags.
    let parent: String
    /// What other systems have added; nil: nothing.
    var state: String?

    /// The trace's id: 32 hexadecimal digits.
    var id: String { String(parent.dropFirst(3).prefix(32)) }

    /// Of a call that is part of a span.
    init(requestID: String?, within parent: String, state: String?) {
        self.parent = parent
        self.state = state
        request = Self.name(requestID, parent)
    }

    /// Takes over what a caller gives and is fit; makes the rest.
    ///
    /// - Parameter fresh: gives random words of 64 bits.
    init(requestID: String?, traceparent: String?, fresh: () -> UInt64) {
        let span = Self.hexadecimal(fresh())
        if let traceparent, let (trace, flags) = Self.parts(traceparent) {
            parent = "00-\(trace)-\(span)-\(flags)"
        } else {
            parent = "00-\(Self.hexadecimal(fresh()))\(Self.hexadecimal(fresh()))-\(span)-01"
        }
        request = Self.name(requestID, parent)
    }

    /// The caller's own name where it is fit to be one, else the trace's id.
    private static func name(_ requestID: String?, _ parent: String) -> String {
        requestID.flatMap { isPlain($0) ? $0 : nil } ?? String(parent.dropFirst(3).prefix(32))
    }

    /// The trace's id and flags of a field that can be trusted to be one (version 00 alone; W3C Trace Context, §3.2).
    private static func parts(_ text: String) -> (trace: Substring, flags: Substring)? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "00", parts[1].utf8.count == 32, parts[2].utf8.count == 16,
            parts[3].utf8.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy(isHexadecimal) }),
            parts[1].contains(where: { $0 != "0" }), parts[2].contains(where: { $0 != "0" })
        else { return nil }
        return (parts[1], parts[3])
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    private static func isPlain(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                isHexadecimal(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                    || (UInt8(ascii: "g")...UInt8(ascii: "z")).contains(byte) || "-_.".utf8.contains(byte)
            }
    }

    private static func hexadecimal(_ word: UInt64) -> String {
        let digits = String(word == 0 ? 1 : word, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
