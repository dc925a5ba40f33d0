import Contracts
import Messaging

/// Answers where the orders of a page stand with stock.
struct OrderStockStatesHandler: RequestHandler {
    func answer(_ question: Received<OrderStockStates>, _ desk: Desk) async throws -> OrderStockStates.Reply {
        let orders = try checked { () throws(Wrong) in try PageSize.checked(question.body.orders) }
        let states = try await desk.read {
            try await OrderStockStore.states(of: orders, tenants: desk.caller.tenants, $0)
        }
        return OrderStockStates.Reply(states: states)
    }
}
