import AMQP
import BenchKit
import Contracts
import Foundation
import Messaging
import Postgres

/// All that the stages would decide and say, known beforehand: the floor only writes it down and passes it on.
struct FloorPlan: Sendable {
    /// A message as a stage would send it.
    struct Told: Sendable {
        let id: UUID
        let type: String
        /// The message that it follows from.
        let cause: UUID
        let body: [UInt8]

        /// As it is published; the time at which the order was published comes with what it follows from.
        func publication(from service: String, origin: Int64) -> Publication {
            Publication(
                exchange: Queues.exchange, routingKey: type,
                properties: MessageProperties(
                    contentType: "application/json", messageID: id.text, type: type,
                    timestamp: UInt64(id.v7Instant?.timeIntervalSince1970 ?? 0),
                    headers: [
                        Stopwatch.header: .int(origin), WireHeader.source: .string("/services/\(service)"),
                        WireHeader.causation: .string(cause.text),
                    ]),
                body: body)
        }
    }

    /// A delivery to Ingestion.
    struct Placed: Sendable {
        let id: UUID
        let order: PlacedOrder
        /// Nil: the order came before.
        let accepted: Told?
    }

    /// An order that is decided by Inventory.
    struct Decided: Sendable {
        let order: PlacedOrder
        let accepted: Told
        let isReserved: Bool
        let outcome: Told
    }

    let placed: [Placed]
    let decided: [Decided]

    init(_ workload: Workload) {
        var seen: Set<Int> = []
        placed = workload.deliveries.map { place in
            let (order, id) = (workload.orders[place], UUID.v7())
            let isNew = seen.insert(place).inserted
            return Placed(id: id, order: order, accepted: isNew ? Self.accepted(order, cause: id) : nil)
        }
        var stock = Dictionary(
            uniqueKeysWithValues: workload.stock.map { ([$0.tenant, $0.sku], $0.units) })
        decided = placed.compactMap { placed in
            placed.accepted.map { Self.decide(placed.order, $0, &stock) }
        }
    }

    private static func decide(_ order: PlacedOrder, _ accepted: Told, _ stock: inout [[String]: Int32]) -> Decided {
        let isReserved = order.need.allSatisfy { stock[[order.tenant, $0.key], default: 0] >= $0.value }
        if isReserved {
            for (sku, units) in order.need { stock[[order.tenant, sku], default: 0] -= units }
        }
        let id = UUID.v7()
        let type = isReserved ? "stock.reserved" : "stock.rejected"
        let body = """
            {"event_id":"\(id.text)","type":"\(type)","tenant_id":"\(order.tenant)","order_id":"\(order.id)",\
            "created_at":\(order.createdAt),"units":\(order.units)}
            """
        return Decided(
            order: order, accepted: accepted, isReserved: isReserved,
            outcome: Told(id: id, type: type, cause: accepted.id, body: Array(body.utf8)))
    }

    private static func accepted(_ order: PlacedOrder, cause: UUID) -> Told {
        let id = UUID.v7()
        let lines = order.lines.map { line in
            #"{"line_id":"\#(line.id)","sku_id":"\#(line.sku)","qty":\#(line.quantity),"price_cents":\#(line.cents)}"#
        }
        let body = """
            {"event_id":"\(id.text)","type":"order.accepted","tenant_id":"\(order.tenant)","order_id":"\(order.id)",\
            "created_at":\(order.createdAt),"currency":"GBP","total_cents":\(order.cents),\
            "lines":[\(lines.joined(separator: ","))]}
            """
        return Told(id: id, type: "order.accepted", cause: cause, body: Array(body.utf8))
    }
}
