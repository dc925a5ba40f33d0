import Contracts

/// Puts an order together from what several services know; what one does not answer is missing, and named.
struct OrderAssembly: Sendable {
    let call: Call

    /// What a service said: its answer, nothing because it knows of no such thing, or no answer at all.
    private enum Told<Value: Sendable>: Sendable {
        case answer(Value)
        case nothing
        case silence(Problem)

        var value: Value? { if case .answer(let value) = self { value } else { nil } }
        var isSilence: Bool { if case .silence = self { true } else { false } }
    }

    // MARK: One order

    /// All of an order, by our id or the channel's.
    func detail(of name: String) async throws -> OrderDetail {
        if let id = OrderID(name) {
            async let order = told(OrderGet(order: name))
            async let stock = told(OrderStockGet(order: id))
            async let shipments = told(OrderShipmentsGet(order: id))
            return try assemble(try await order, try await stock, try await shipments)
        }
        // Only Ingestion knows what the channel calls it.
        let found = try await call.ask(OrderGet(order: name))
        let id = found.order.order
        async let stock = told(OrderStockGet(order: id))
        async let shipments = told(OrderShipmentsGet(order: id))
        return try assemble(.answer(found), try await stock, try await shipments)
    }

    private func assemble(
        _ order: Told<OrderGet.Reply>, _ stock: Told<OrderStockGet.Reply>,
        _ shipments: Told<OrderShipmentsGet.Reply>
    ) throws(Problem) -> OrderDetail {
        if case .nothing = order { throw Problem.unknownOrder }
        let isKnown = order.value != nil || stock.value != nil || shipments.value?.shipments.isEmpty == false
        if !isKnown, case .silence(let problem) = order { throw problem }
        let missing = [
            ("ingestion", order.isSilence), ("inventory", stock.isSilence), ("fulfillment", shipments.isSilence),
        ]
        return OrderDetail(
            order: order.value, stock: stock.value, shipments: shipments.value?.shipments ?? [],
            missing: missing.filter(\.1).map(\.0))
    }

    /// What the caller did wrong is the caller's to know; what a service cannot do now is not.
    private func told<Question: Request>(_ question: Question) async throws(Problem) -> Told<Question.Reply> {
        do {
            return .answer(try await call.ask(question))
        } catch {
            switch error.kind {
            case .notFound: return .nothing
            case _ where error.kind.isSilence: return .silence(error)
            default: throw error
            }
        }
    }

    // MARK: Many

    /// How far the orders of a page are with stock and parcels, in the same order; and who did not answer.
    func progress(of orders: [OrderID]) async throws -> (progress: [OrderProgress], missing: [String]) {
        guard !orders.isEmpty else { return ([], []) }
        async let stock = told(OrderStockStates(orders: orders))
        async let shipments = told(ShipmentNewest(orders: orders))
        let (hasStock, hasShipments) = (try await stock, try await shipments)
        let states = Dictionary((hasStock.value?.states ?? []).map { ($0.order, $0.state) }) { first, _ in first }
        let newest = Dictionary((hasShipments.value?.shipments ?? []).map { ($0.order, $0) }) { first, _ in first }
        let missing = [("fulfillment", hasShipments.isSilence), ("inventory", hasStock.isSilence)]
        return (
            orders.map { OrderProgress(order: $0, stock: states[$0], shipment: newest[$0]) },
            missing.filter(\.1).map(\.0)
        )
    }
}

extension Problem {
    /// No service knows the order.
    static let unknownOrder = Problem(.notFound, code: "unknownOrder", "there is no such order")
}
