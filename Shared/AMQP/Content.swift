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
    private var arrived = 0
    private var body: [UInt8] = []
    private let largest: Int
    /// How much of the body is kept.
    private var room = 0

    init(_ kind: Kind, exchange: String, routingKey: String, largest: Int) {
        self.kind = kind
        self.exchange = exchange
        self.routingKey = routingKey
        self.largest = largest
    }

    /// What is kept of a body that is too large: enough to see what it was.
    static let beginning = 4096

    /// The size that a sender claims is not trusted with memory beyond this; the rest grows as it really arrives.
    private static let trusted = 1 << 20

    mutating func begin(_ properties: MessageProperties, size: UInt64) {
        self.properties = properties
        expected = Int(clamping: size)
        room = expected > largest ? min(Self.beginning, largest) : expected
        body.reserveCapacity(min(room, Self.trusted))
    }

    mutating func append(_ fragment: UnsafeRawBufferPointer) {
        arrived += fragment.count
        body.append(contentsOf: fragment.prefix(room - body.count))
    }

    /// The whole message once nothing is missing.
    func finished() -> LinkEvent? {
        guard let properties, arrived >= expected else { return nil }
        switch kind {
        case .delivery(let tag, let isRedelivered):
            return .delivered(
                tag: tag, isRedelivered: isRedelivered, exchange: exchange, routingKey: routingKey, properties, body,
                size: expected)
        case .returned(let code, let text):
            return .returned(code: code, text: text, exchange: exchange, routingKey: routingKey, properties)
        }
    }
}
