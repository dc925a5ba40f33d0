/// Puts an answer together from the pieces that arrive, within its limits.
struct ResponseCollector {
    private let maximumBodyBytes: Int
    private let maximumHeaderBytes: Int
    private var headerBytes = 0
    private(set) var headers = HTTPHeaders()
    private(set) var body: [UInt8] = []
    private(set) var isTooLarge = false
    /// Whether the empty line after the fields has come: libcurl takes a connection that ends before it for an answer.
    private(set) var hasWholeHead = false

    init(maximumBodyBytes: Int, maximumHeaderBytes: Int) {
        self.maximumBodyBytes = maximumBodyBytes
        self.maximumHeaderBytes = maximumHeaderBytes
    }

    /// One line with its line end. A status line begins a new answer: what came before was an interim one (1xx).
    mutating func receive(header bytes: UnsafeRawBufferPointer) -> Bool {
        headerBytes += bytes.count
        guard headerBytes <= maximumHeaderBytes else { return refuse() }
        let line = String(decoding: bytes, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            headers = HTTPHeaders()
            hasWholeHead = false
        } else if line == "\r\n" || line == "\n" {
            hasWholeHead = true
        } else if body.isEmpty, let colon = line.firstIndex(of: ":") {
            // After the first byte of body a field is a trailer, which may not speak for the answer (RFC 9110 §6.5.1).
            let value = line[line.index(after: colon)...].drop(while: \.isWhitespace)
            headers.add(name: String(line[..<colon]), value: String(value.trimmingSuffix(while: \.isWhitespace)))
        }
        return true
    }

    mutating func receive(body bytes: UnsafeRawBufferPointer) -> Bool {
        guard body.count + bytes.count <= maximumBodyBytes else { return refuse() }
        body.append(contentsOf: bytes)
        return true
    }

    private mutating func refuse() -> Bool {
        isTooLarge = true
        return false
    }
}

extension Substring {
    func trimmingSuffix(while isUnwanted: (Character) -> Bool) -> Substring {
        var rest = self
        while let last = rest.last, isUnwanted(last) { rest.removeLast() }
        return rest
    }
}
