extension Publication {
    /// The largest body that RabbitMQ 4 takes by default.
    static let largestBody = 16 << 20
    /// The longest short string of AMQP 0-9-1, in bytes.
    private static let longestText = 255
    /// What a header frame has room for beside the other properties; frames have 128 KiB.
    private static let largestHeaders = 96 << 10

    /// Whether the protocol can carry it and the broker will take it. What cannot be sent must not be tried: librabbitmq
    /// or the broker would end the connection, and so again on the next one.
    var fits: Bool {
        isShort(exchange) && isShort(routingKey) && isShort(properties.contentType) && isShort(properties.messageID)
            && isShort(properties.correlationID) && isShort(properties.type) && isShort(properties.replyTo)
            && isShort(properties.expiration) && isShort(properties.userID) && body.count <= Self.largestBody
            && properties.headers.size.map { $0 <= Self.largestHeaders } ?? false
    }

    private func isShort(_ text: String?) -> Bool { (text?.utf8.count ?? 0) <= Self.longestText }
}

extension Headers {
    /// About how many bytes the table takes; nil when a name is too long for any.
    fileprivate var size: Int? {
        var sum = 0
        for (name, value) in entries {
            guard name.utf8.count <= 255 else { return nil }
            sum += name.utf8.count + value.size
        }
        return sum
    }
}

extension HeaderValue {
    /// About how many bytes the value takes: its kind, its length and what it holds.
    fileprivate var size: Int {
        switch self {
        case .string(let text): 5 + text.utf8.count
        case .bytes(let bytes): 5 + bytes.count
        case .array(let values): 5 + values.reduce(0) { $0 + $1.size }
        case .table(let table): 5 + table.reduce(0) { $0 + 1 + $1.key.utf8.count + $1.value.size }
        default: 9
        }
    }
}
