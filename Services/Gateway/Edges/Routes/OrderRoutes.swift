import Contracts
import Schemas

/// Orders, and what the other services know of them.
enum OrderRoutes {
    /// What is sent to cancel an order.
    struct Cancel: Codable, Sendable {
        /// The channel's word for why; nil: out of stock.
        var reason: String?
    }

    static let routes = [
        Route(
            .get, "/v1/orders", "listOrders", "Orders, newest first.", .needs(.ordersRead),
            query: [
                Query.shop, Query.orderStatus, Query.orderSearch, Query.from, Query.until, Query.progress, Query.cursor,
                Query.limit,
            ],
            gives: .json(OrderPage.self, "One page.")
        ) { call in
            let question = OrderList(
                shop: try call.value(Query.shop), status: try call.value(Query.orderStatus),
                search: try call.value(Query.orderSearch), from: try call.value(Query.from),
                until: try call.value(Query.until), cursor: try call.value(Query.cursor),
                limit: try call.value(Query.limit))
            // Without progress it is the page as Ingestion tells it.
            guard try call.value(Query.progress) == true else { return try await call.relay(question) }
            let page = try await call.ask(question)
            let (progress, missing) = try await OrderAssembly(call: call).progress(of: page.orders.map(\.order))
            return try .json(OrderPage(orders: page.orders, next: page.next, progress: progress, missing: missing))
        },
        Route(
            .get, "/v1/orders/{order}", "getOrder",
            "An order with its stock, its parcels and its timeline. Where a service is down, `missing` names it.",
            .needs(.ordersRead), gives: .json(OrderDetail.self, "What is known.")
        ) { call in
            try .json(try await OrderAssembly(call: call).detail(of: call.place("order")))
        },
        Route(
            .post, "/v1/orders/{order}/cancel", "cancelOrder", "Has the channel cancel an order.",
            .needs(.ordersWrite),
            details: """
                What the channel makes of it comes with the order's next version. Refused with 409 and the code \
                `handedOver` or `cancelledAlready` where it is too late.
                """,
            body: Cancel.self, example: ["reason": "seller_cancel_reason_out_of_stock"], isBodyOptional: true,
            gives: .json(OrderCancel.Reply.self, "What is under way.")
        ) { call in
            let wish = try call.body(Cancel.self)
            return try await call.relay(OrderCancel(order: call.place("order"), reason: wish.reason))
        },
    ]
}
