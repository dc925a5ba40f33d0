import Contracts

extension OrderSnapshot {
    /// The order as it is told.
    func message(
        _ id: OrderID, version: Int, shop: ShopID, previousStatus: Contracts.OrderStatus?
    ) -> OrderChanged {
        OrderChanged(
            order: id, version: version, shop: shop, channelOrder: channelOrder, status: status,
            previousStatus: previousStatus, channelStatus: channelStatus, flags: flags, shipping: shipping,
            market: market, channelWarehouse: channelWarehouse, deliveryOption: deliveryOption, placedAt: placedAt,
            paidAt: paidAt, updatedAt: updatedAt, shipBy: shipBy, currency: currency, buyer: buyer,
            shippingFee: shippingFee, lines: lines, handedOverAt: handedOverAt, shippedAt: shippedAt)
    }

    /// The order as a line of a list.
    func summary(_ id: OrderID, version: Int, tenant: TenantID, shop: ShopID) -> OrderSummary {
        OrderSummary(
            order: id, tenant: tenant, shop: shop, channelOrder: channelOrder, version: version, status: status,
            flags: flags, units: lines.reduce(0) { $0 + $1.ordered }, gmv: gmv, market: market, placedAt: placedAt,
            paidAt: paidAt, updatedAt: updatedAt, shipBy: shipBy)
    }

    /// GMV of the order (metric 2): gifts are worth nothing.
    private var gmv: Money {
        Money(minorUnits: lines.reduce(0) { $0 + ($1.isGift ? 0 : $1.gmv) }, currency: currency)
    }

    /// When the carrier took the first parcel, with what was known before: the channel's word, else the time of the
    /// change that showed the order on its way first. An order that is first seen at its end tells nothing of it.
    func handedOver(knowing known: OrderSnapshot?) -> Instant? {
        if let told = handedOverAt ?? known?.handedOverAt { return told }
        let isOnItsWay = status == .inTransit || status == .partiallyShipping
        return isOnItsWay && lines.contains { $0.units.handedOver > 0 } ? updatedAt : nil
    }
}
