/// What went wrong between us and the broker: a code to switch on and a sentence for people.
public struct AMQPError: Error, Sendable, CustomStringConvertible {
    /// The kinds of trouble that a caller treats differently.
    public enum Code: Sendable, Hashable {
        /// A setting is wrong, or the file that it names cannot be used.
        case configuration
        /// The broker could not be reached, or the socket broke.
        case connectionLost
        /// The broker refused user, password or virtual host.
        case accessRefused
        /// The broker closed the channel or the connection and said why (queue missing, arguments differ, …).
        case refused
        /// An answer did not come in time.
        case timedOut
        /// The broker sent something that AMQP 0-9-1 does not allow here.
        case protocolViolation
        /// More is waiting to be published than memory may hold.
        case full
        /// The connection was closed by us; nothing more is sent.
        case closed
    }

    /// What kind of trouble.
    public let code: Code
    /// One sentence, without secrets.
    public let message: String
    /// The broker's reply code (such as 404 or 406), where it gave one.
    public let replyCode: Int?

    /// Describes one trouble.
    public init(_ code: Code, _ message: String, replyCode: Int? = nil) {
        self.code = code
        self.message = message
        self.replyCode = replyCode
    }

    /// Whether it is this publication that its user may not send. Sent again it would end the channel again, and with
    /// it keep back all that waits behind it. RabbitMQ names what it refuses in its sentence alone (3.10: `access to
    /// topic 'key' in exchange 'name' … refused`, `access to exchange 'name' … refused`).
    func forbids(_ publication: Publication) -> Bool {
        replyCode == Self.accessRefusedReply
            && (message.contains("topic '\(publication.routingKey)' in exchange '\(publication.exchange)'")
                || message.contains("access to exchange '\(publication.exchange)'"))
    }

    /// The reply code of AMQP 0-9-1 for what a user may not do.
    static let accessRefusedReply = 403

    /// Code and sentence.
    public var description: String {
        if let replyCode { "\(code) (\(replyCode)): \(message)" } else { "\(code): \(message)" }
    }
}
