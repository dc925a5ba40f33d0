/// Answers that a repeated request with the same idempotency key gets again.
struct ReplyBook: Sendable {
    private static let capacity = 50_000
    private var replies: [String: JSON] = [:]

    func reply(to key: String?) -> JSON? {
        key.flatMap { replies[$0] }
    }

    mutating func keep(_ reply: JSON, for key: String?) {
        guard let key else { return }
        if replies.count >= Self.capacity { replies.removeAll(keepingCapacity: true) }
        replies[key] = reply
    }
}
