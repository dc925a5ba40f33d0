import Contracts
import Foundation
import Messaging

/// Keeps a person's wish that an order be cancelled, and has the channel asked.
struct OrderCancelHandler: RequestHandler {
    let queue: WorkQueue

    func answer(_ question: Received<OrderCancel>, _ desk: Desk) async throws -> OrderCancel.Reply {
        let (name, reason) = try checked { () throws(Wrong) in
            (try OrderName(question.body.order), try CancelReason.checked(question.body.reason))
        }
        let reply = try await desk.write { transaction in
            guard let row = try await OrderShelf.find(name, desk.caller.tenants, transaction.database) else {
                throw Refusal.notFound("order", at: "/order")
            }
            try await Self.check(row, transaction)
            return try await want(CancelWish(row, reason: reason, actor: desk.caller.actor), question, transaction)
        }
        queue.nudge()
        return reply
    }

    /// What is known here already needs no asking there.
    private static func check(_ row: OrderShelf.Row, _ transaction: MessagingTransaction) async throws {
        let status = row.snapshot.status
        if status == .cancelled {
            throw Refusal(.conflict, code: "cancelledAlready", "the order is cancelled already", field: "/order")
        }
        let isHandedOver = row.snapshot.lines.contains { $0.units.handedOver > 0 }
        if isHandedOver || status.rank >= OrderStatus.inTransit.rank {
            throw Refusal(
                .conflict, code: CancelStep.handedOver, CancelStep.handedOverSentence, field: "/order")
        }
        let shop = try await ConnectionShelf.record(row.shop, row.tenant, transaction.database)
        guard shop?.state == .connected else {
            throw Refusal(.conflict, code: "notConnected", "the order's shop is not connected", field: "/order")
        }
    }

    private func want(
        _ wish: CancelWish, _ question: Received<OrderCancel>, _ transaction: MessagingTransaction
    ) async throws -> OrderCancel.Reply {
        guard try await CancelStore.want(wish, transaction.database) else {
            let known = try await CancelStore.find(wish.order, wish.tenant, transaction.database) ?? wish
            // Mostly it is under way and this changes nothing; work that has failed is done again.
            if known.state == .wanted {
                try await transaction.enqueue([CancelOrders.item(known, cause: question.metadata)])
            }
            return known.reply
        }
        try await transaction.enqueue([CancelOrders.item(wish, cause: question.metadata)])
        try transaction.publish([
            wish.note("orderCancelWanted", "The channel is asked to cancel the order \(wish.channelOrder).")
        ])
        return wish.reply
    }
}

extension CancelWish {
    /// A line of the log of actions.
    func note(_ action: String, _ sentence: String, at time: Date = Date()) -> Draft {
        let taken = ActionTaken(
            action: action, subject: order.description, sentence: sentence, actor: actor, at: Instant(time))
        return Draft(taken, tenant: tenant, correlation: order.description, subject: channelOrder)
    }
}
