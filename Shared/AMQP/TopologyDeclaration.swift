import Foundation

/// Declares a topology once and piece by piece: what the broker refuses is told, and holds nothing else back.
///
/// For people who put a broker right. A service declares its own part with every connection, and does not begin with a
/// part that is refused.
public enum TopologyDeclaration {
    /// A piece that the broker did not take.
    public struct Refusal: Sendable, Hashable, Codable {
        /// `exchange`, `queue` or `binding`.
        public let sort: String
        /// The name of the exchange or the queue; of a binding its queue.
        public let name: String
        /// The broker's sentence, without secrets.
        public let reason: String
        /// The broker's reply code: 406 where what is there is other than what is declared, 403 where the user may not.
        public let code: Int?

        /// Whether the user may not declare it, whatever is there.
        public var isForbidden: Bool { code == AMQPError.accessRefusedReply }

        /// Puts the record together.
        public init(sort: String, name: String, reason: String, code: Int?) {
            (self.sort, self.name, self.reason, self.code) = (sort, name, reason, code)
        }
    }

    /// librabbitmq blocks in its calls, so the connection lives and dies on a thread of its own.
    private static let stackSize = 8 << 20

    /// Connects, declares, and closes the connection.
    ///
    /// - Throws: ``AMQPError`` where the connection does not come up or is lost; what was declared before stays.
    public static func run(
        _ topology: BrokerTopology, on broker: AMQPConfiguration
    ) async throws(AMQPError) -> [Refusal] {
        let result: Result<[Refusal], AMQPError> = await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: declare(topology, broker)) }
            thread.name = broker.connectionName
            thread.stackSize = stackSize
            thread.start()
        }
        return try result.get()
    }

    private static func declare(
        _ topology: BrokerTopology, _ broker: AMQPConfiguration
    ) -> Result<[Refusal], AMQPError> {
        do throws(AMQPError) {
            let link = try Link(broker)
            defer { link.close() }
            return .success(try link.declareEach(topology))
        } catch {
            return .failure(error)
        }
    }
}

extension Link {
    /// Declares each piece by itself and answers those that were refused.
    func declareEach(_ topology: BrokerTopology) throws(AMQPError) -> [TopologyDeclaration.Refusal] {
        var refusals: [TopologyDeclaration.Refusal] = []
        func note(_ sort: String, _ name: String, _ declare: () throws(AMQPError) -> Void) throws(AMQPError) {
            do throws(AMQPError) {
                try declare()
            } catch  where error.code == .refused && error.replyCode != nil {
                refusals.append(.init(sort: sort, name: name, reason: error.message, code: error.replyCode))
                try reopenChannel()
            }
        }
        for exchange in topology.exchanges {
            try note("exchange", exchange.name) { () throws(AMQPError) in try declare(exchange) }
        }
        for queue in topology.queues {
            try note("queue", queue.name) { () throws(AMQPError) in try declare(queue) }
        }
        for binding in topology.bindings {
            try note("binding", binding.queue) { () throws(AMQPError) in try bind(binding) }
        }
        return refusals
    }
}
