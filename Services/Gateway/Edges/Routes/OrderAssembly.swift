import Contracts

/// Puts an order together from what several services know; what one does not answer is missing, and named.
struct OrderAssembly: Sendable {
    let call: Call

    /// An order has a parcel or two; more than this are not looked into.
    private static let mostShipments = 20
    /// Questions under way at a time for a list.
    private static let mostAtOnce = 16

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
            async let shipments = shipments(of: id)
            return try assemble(try await order, try await stock, try await shipments)
        }
        // Only Ingestion knows what the channel calls it.
        let found = try await call.ask(OrderGet(order: name))
        let id = found.order.order
        async let stock = told(OrderStockGet(order: id))
        async let shipments = shipments(of: id)
        return try assemble(.answer(found), try await stock, try await shipments)
    }

    private func assemble(
        _ order: Told<OrderGet.Reply>, _ stock: Told<OrderStockGet.Reply>, _ shipments: Told<[ShipmentGet.Reply]>
    ) throws(Problem) -> OrderDetail {
        if case .nothing = order { throw Problem.unknownOrder }
        let isKnown = order.value != nil || stock.value != nil || shipments.value?.isEmpty == false
        if !isKnown, case .silence(let problem) = order { throw problem }
        let missing = [
            ("ingestion", order.isSilence), ("inventory", stock.isSilence), ("fulfillment", shipments.isSilence),
        ]
        return OrderDetail(
            order: order.value, stock: stock.value, shipments: shipments.value ?? [],
            missing: missing.filter(\.1).map(\.0))
    }

    private func shipments(of order: OrderID) async throws(Problem) -> Told<[ShipmentGet.Reply]> {
        let list = try await told(ShipmentList(order: order, limit: Self.mostShipments))
        guard let records = list.value?.shipments else {
            return if case .silence(let problem) = list { .silence(problem) } else { .nothing }
        }
        var found: [ShipmentGet.Reply] = []
        for record in records {
            let shipment = try await told(ShipmentGet(shipment: record.shipment))
            if case .silence(let problem) = shipment { return .silence(problem) }
            found.append(shipment.value ?? ShipmentGet.Reply(shipment: record, events: []))
        }
        return .answer(found)
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

    /// How far orders are with stock and parcels, in the same order; and who did not answer.
    func progress(of orders: [OrderID]) async throws -> (progress: [OrderProgress], missing: [String]) {
        var found: [OrderID: OrderProgress] = [:]
        var missing: Set<String> = []
        try await withThrowingTaskGroup(of: (OrderProgress, [String]).self) { group in
            var rest = orders[...]
            for order in rest.prefix(Self.mostAtOnce) { group.addTask { try await progress(of: order, without: []) } }
            rest = rest.dropFirst(Self.mostAtOnce)
            while let (one, silent) = try await group.next() {
                found[one.order] = one
                missing.formUnion(silent)
                // Who has not answered once is not waited for again and again.
                if let order = rest.popFirst() {
                    group.addTask { [missing] in try await progress(of: order, without: missing) }
                }
            }
        }
        return (orders.compactMap { found[$0] }, missing.sorted())
    }

    private func progress(of order: OrderID, without missing: Set<String>) async throws -> (OrderProgress, [String]) {
        async let stock = missing.contains("inventory") ? nil : told(OrderStockGet(order: order))
        async let shipments = missing.contains("fulfillment") ? nil : told(ShipmentList(order: order, limit: 1))
        let (hasStock, hasShipments) = (try await stock, try await shipments)
        let silent = [("inventory", hasStock?.isSilence), ("fulfillment", hasShipments?.isSilence)]
            .filter { $0.1 == true }
        let progress = OrderProgress(
            order: order, stock: hasStock?.value?.state, shipment: hasShipments?.value?.shipments.first)
        return (progress, silent.map(\.0))
    }
}

extension Problem {
    /// No service knows the order.
    static let unknownOrder = Problem(.notFound, code: "unknownOrder", "there is no such order")
}
