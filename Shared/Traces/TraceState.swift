/// The header `tracestate` (W3C Trace Context, level 1, §3.3): what other systems want to be carried along.
enum TraceState {
    /// What must be carried at least; what is longer is not.
    static let longest = 512
    private static let mostMembers = 32

    /// The text when it is a list of `key=value`; nil otherwise, as nothing else may travel under this name.
    static func kept(_ text: String) -> String? {
        guard (1...longest).contains(text.utf8.count) else { return nil }
        let members = text.split(separator: ",", omittingEmptySubsequences: false)
        guard members.count <= mostMembers else { return nil }
        return members.allSatisfy { isMember($0.trimmingOptionalBlanks) } ? text : nil
    }

    private static func isMember(_ text: Substring) -> Bool {
        // An empty member is allowed (§3.3.1.1).
        guard !text.isEmpty else { return true }
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, (1...256).contains(parts[0].utf8.count), (1...256).contains(parts[1].utf8.count) else {
            return false
        }
        return parts[0].utf8.allSatisfy(isKeyByte)
            && parts[1].utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "=") }
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "_-*/@".utf8.contains(byte)
        }
    }
}

extension Substring {
    /// Without blanks and tabs at both ends.
    fileprivate var trimmingOptionalBlanks: Substring {
        var rest = self
        while rest.first == " " || rest.first == "\t" { rest = rest.dropFirst() }
        while rest.last == " " || rest.last == "\t" { rest = rest.dropLast() }
        return rest
    }
}
