import AMQP
import Contracts
import Foundation

/// Tells a queue again what the service has told.
struct QueueResendHandler: RequestHandler {
    func answer(_ question: Received<QueueResend>, _ desk: Desk) async throws -> QueueResent {
        let asked = question.body
        guard let lane = Topology.lanes.first(where: { $0.queue == asked.queue && $0.exchange == .events }) else {
            throw Refusal(
                .invalid, code: "noSuchQueue", "\(asked.queue) is no queue that hears events", field: "/queue")
        }
        let limit = try asked.limit.or(200, in: 1...500, field: "limit")
        let left = Duration.milliseconds(Int64(max(1, desk.deadline.timeIntervalSinceNow * 1000)))
        do {
            let told = try await desk.messaging.outbox.tellAgain(
                lane, since: asked.since, after: asked.after?.uuid, limit: limit, within: left)
            try await desk.leaveReceipt(
                Repair("resend queue", of: "queue \(lane.queue)", count: told?.count ?? 0), asked.repair,
                in: desk.messaging.database)
            return QueueResent(count: told?.count ?? 0, lastAt: told?.at, last: told.map { MessageID($0.last) })
        } catch let error as VaultError {
            throw Refusal(.unavailable, code: "cannotBeOpened", "what was told cannot be opened: \(error)")
        } catch let error as AMQPError {
            throw Refusal(.unavailable, code: "brokerDown", "the broker did not take the messages: \(error.message)")
        }
    }
}
