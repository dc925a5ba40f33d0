/// A delivery or a returned message while its header and body frames are still arriving.
struct Content {
    enum Kind {
        case delivery(tag: UInt64, isRedelivered: Bool)
        case returned(code: Int, text: String)
    }

    private let kind: Kind
    private let exchange: String
    private let routingKey: String
    private var properties: MessageProperties?
    private var expected = 0
    private var body: [UInt8] = []

    init(_ kind: Kind, exchange: String, routingKey: String) {
        self.kind = kind
        self.exchange = exchange
        self.routingKey = routingKey
    }

    /// The size that a sender claims is not trusted with memory beyond this; the rest grows as it really arrives.
    private static let trusted = 1 << 20

    mutating func begin(_ properties: MessageProperties, size: UInt64) {
        self.properties = properties
        expected = Int(clamping: size)
        body.reserveCapacity(min(expected, Self.trusted))
    }

    mutating func append(_ fragment: UnsafeRawBufferPointer) {
        body.append(contentsOf: fragment)
    }

    /// The whole message once nothing is missing.
    func finished() -> LinkEvent? {
        guard let properties, body.count >= expected else { return nil }
        switch kind {
        case .delivery(let tag, let isRedelivered):
            return .delivered(
                tag: tag, isRedelivered: isRedelivered, exchange: exchange, routingKey: routingKey, properties, body)
        case .returned(let code, let text):
            return .returned(code: code, text: text, exchange: exchange, routingKey: routingKey, properties)
        }
    }
}
