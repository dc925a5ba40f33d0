import Contracts
import Messaging

/// Answers where an order stands with stock.
struct OrderStockGetHandler: RequestHandler {
    func answer(_ question: Received<OrderStockGet>, _ desk: Desk) async throws -> OrderStockGet.Reply {
        let found = try await desk.read {
            try await OrderStockStore.get(question.body.order, tenants: desk.caller.tenants, $0)
        }
        guard let found else { throw Refusal(.unknown("order", at: "/order")) }
        return found
    }
}
