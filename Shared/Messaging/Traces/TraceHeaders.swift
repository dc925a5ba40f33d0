public import Tracing

/// The W3C trace context as messages, rows and requests carry it: the texts of two headers.
public struct TraceHeaders: Sendable, Hashable {
    /// `traceparent`.
    public var parent: String?
    /// `tracestate`.
    public var state: String?

    /// What was found.
    public init(parent: String? = nil, state: String? = nil) {
        self.parent = parent
        self.state = state
    }

    /// Reads ``text``.
    init(text: String?) {
        let parts = text?.split(separator: " ", maxSplits: 1) ?? []
        parent = parts.first.map(String.init)
        state = parts.count == 2 ? String(parts[1]) : nil
    }

    /// Both in one column: `traceparent` has no blank, and what follows the first one is `tracestate`.
    var text: String? { parent.map { parent in state.map { "\(parent) \($0)" } ?? parent } }

    /// Whether what led here is not recorded (the flags' lowest bit, W3C Trace Context, level 1, §3.2.2.5); then
    /// nothing that comes of it is. False where nobody knows.
    var isUnsampled: Bool {
        guard let last = parent?.utf8.last else { return false }
        // Of a hexadecimal digit's character the lowest bit is the digit's for 0 to 9, and the other one for a to f.
        return last <= UInt8(ascii: "9") ? last & 1 == 0 : last & 1 == 1
    }
}

/// Reads and writes ``TraceHeaders``.
public struct TraceHeaderAccess: Extractor, Injector {
    /// The only one.
    public init() {}

    /// One of the two texts.
    public func extract(key: String, from headers: TraceHeaders) -> String? {
        switch key {
        case WireHeader.traceparent: headers.parent
        case WireHeader.tracestate: headers.state
        default: nil
        }
    }

    /// Sets one of the two texts.
    public func inject(_ value: String, forKey key: String, into headers: inout TraceHeaders) {
        switch key {
        case WireHeader.traceparent: headers.parent = value
        case WireHeader.tracestate: headers.state = value
        default: break
        }
    }
}
