/// Names a trace: 16 bytes, not all of them zero.
public struct TraceID: Sendable, Hashable, CustomStringConvertible {
    let high: UInt64
    let low: UInt64

    init?(high: UInt64, low: UInt64) {
        guard high != 0 || low != 0 else { return nil }
        self.high = high
        self.low = low
    }

    /// Another one each time.
    static func random(_ word: () -> UInt64) -> TraceID {
        // All zeros means "none" to everybody, so the least bit is set where chance gave them.
        TraceID(high: word(), low: word()) ?? TraceID(ofOne: ())
    }

    private init(ofOne: Void) {
        high = 0
        low = 1
    }

    /// 32 lower-case hexadecimal digits.
    public var description: String { HexText.text(high) + HexText.text(low) }
}

/// Names a span within its trace: 8 bytes, not all of them zero.
public struct SpanID: Sendable, Hashable, CustomStringConvertible {
    let word: UInt64

    init?(_ word: UInt64) {
        guard word != 0 else { return nil }
        self.word = word
    }

    /// Another one each time.
    static func random(_ word: () -> UInt64) -> SpanID { SpanID(word()) ?? SpanID(ofOne: ()) }

    private init(ofOne: Void) { word = 1 }

    /// 16 lower-case hexadecimal digits.
    public var description: String { HexText.text(word) }
}
