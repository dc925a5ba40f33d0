/// The table of contents of the admin API.
enum AdminEndpoints {
    static let all: [AdminEndpoint] = making + pushing + breaking + reading

    private static let making: [AdminEndpoint] = [
        .init("POST", "/shops", AdminShops.open),
        .init("GET", "/shops", AdminShops.list),
        .init("POST", "/shops/{id}/products", AdminShops.addProduct),
        .init("POST", "/shops/{id}/stock", AdminShops.setStock),
        .init("POST", "/shops/{id}/history", AdminShops.addHistory),
        .init("POST", "/shops/{id}/orders", AdminOrders.place),
        .init("POST", "/authorizations", AdminAccess.authorize),
        .init("POST", "/apps/{id}/webhook", AdminAccess.setWebhook),
        .init("POST", "/generator", AdminWorld.startGenerator),
        .init("DELETE", "/generator", AdminWorld.stopGenerator),
        .init("GET", "/generator", AdminWorld.generator),
    ]

    private static let pushing: [AdminEndpoint] = [
        .init("GET", "/orders/{id}", AdminOrders.show),
        .init("POST", "/orders/{id}/advance", AdminOrders.advance),
        .init("POST", "/orders/{id}/cancel", AdminOrders.cancel),
        .init("POST", "/orders/{id}/request-cancel", AdminOrders.requestCancel),
        .init("POST", "/orders/{id}/withdraw-cancel", AdminOrders.withdrawCancel),
        .init("POST", "/orders/{id}/address", AdminOrders.changeAddress),
        .init("POST", "/orders/{id}/split", AdminOrders.split),
        .init("POST", "/orders/{id}/return", AdminOrders.requestReturn),
    ]

    private static let breaking: [AdminEndpoint] = [
        .init("POST", "/faults", AdminFaults.add),
        .init("GET", "/faults", AdminFaults.list),
        .init("DELETE", "/faults", AdminFaults.clear),
        .init("DELETE", "/faults/{id}", AdminFaults.remove),
        .init("POST", "/limits", AdminWorld.setLimits),
        .init("POST", "/clock", AdminWorld.setClock),
        .init("POST", "/settings", AdminWorld.setSettings),
        .init("POST", "/tokens/expire", AdminAccess.expire),
        .init("POST", "/tokens/revoke", AdminAccess.revoke),
        .init("POST", "/tokens/end", AdminAccess.end),
        .init("POST", "/tokens/warn", AdminAccess.warn),
    ]

    private static let reading: [AdminEndpoint] = [
        .init("GET", "/", AdminBooks.summary),
        .init("GET", "/orders", AdminBooks.orders),
        .init("GET", "/stock", AdminBooks.stock),
        .init("GET", "/sales", AdminBooks.sales),
        .init("GET", "/settlements", AdminSettlements.show),
        .init("GET", "/labels", AdminBooks.labels),
        .init("GET", "/calls", AdminBooks.calls),
        .init("GET", "/webhooks", AdminBooks.webhooks),
        .init("GET", "/journal", AdminBooks.journal),
        .init("GET", "/windows", AdminBooks.windows),
        .init("GET", "/check", AdminBooks.check),
    ]
}
