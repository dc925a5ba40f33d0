import Contracts
import Foundation

/// One filled message of every kind that is stored or sent: every optional field is there.
enum Samples {
    static let all: [any Message] = ingestion + credit + inventory + fulfillment + accounts + doors

    static let shop = ShopID(id(1))
    static let order = OrderID(id(2))
    static let shipment = ShipmentID(id(3))
    static let sku = SKUID(id(4))
    static let location = LocationID(id(5))
    static let creator = CreatorID(id(6))
    /// 2026-01-02T03:04:05.678Z.
    static let time = Instant(milliseconds: 1_767_323_045_678)

    /// 0198a000-0000-7000-8000-0000000000NN.
    private static func id(_ last: UInt8) -> UUID {
        UUID(uuid: (0x01, 0x98, 0xA0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, last))
    }

    // MARK: Ingestion

    private static let changedOrder = OrderChanged(
        order: order, version: 2, shop: shop, channelOrder: "576461413038785752", status: .awaitingShipment,
        previousStatus: .onHold, channelStatus: "AWAITING_SHIPMENT", flags: [.sample, .cancelRequested],
        shipping: .seller, market: "US", channelWarehouse: "7000714532876273420",
        deliveryOption: "7091146663229654785",
        placedAt: time, paidAt: time, updatedAt: time, shipBy: time, currency: .usd, buyer: "b-1",
        shippingFee: 499, lines: [line], handedOverAt: time, shippedAt: time)

    private static let changedReturn = ReturnChanged(
        channelReturn: "4035227007513269121", version: 1, order: order, shop: shop,
        channelOrder: "576461413038785752", kind: .returnAndRefund, status: .goodsReceived,
        channelStatus: "BUYER_SHIPPED_ITEM", requestedBy: "buyer", answerBy: time, requestedAt: time,
        updatedAt: time, currency: .usd, lines: [.init(channelSKU: "S-1", units: 1, goodsRefund: 2490)],
        goodsRefund: 2490, shippingRefund: 0, taxRefund: 199)

    private static let ingestion: [any Message] = [
        changedOrder,
        RecipientChanged(
            order: order, version: 1, shop: shop, channelOrder: "576461413038785752", fullName: "Ada Lovelace",
            phone: "+15555550100", addressLines: ["1 Analytical Way", "Unit 2"], city: "Austin", state: "TX",
            postalCode: "78701", region: "US", isMasked: false),
        ProductSynced(
            shop: shop, channelProduct: "1729592969712207008", title: "Tumbler", isActive: true, updatedAt: time,
            readAt: time, weightGrams: 480, dimensionsMillimetres: [250, 90, 90], skus: [productSKU]),
        WarehouseSynced(
            shop: shop, channelWarehouse: "7000714532876273420", title: "Main", isForSales: true, isDefault: true,
            isEnabled: true, addressLines: ["9 Dock Street"], city: "Reno", state: "NV", postalCode: "89501",
            region: "US", phone: "+15555550101", contact: "Grace"),
        ConnectionChanged(
            shop: shop, version: 1, channelShop: "7494049642642441621", title: "Demo", region: "US", state: .connected,
            connectedAt: time, zone: "America/Chicago"),
        changedReturn,
        ChannelStockTold(
            shop: shop, channelProduct: "1729592969712207008", sequence: 7, changedAt: time, toldAt: time,
            levels: [
                .init(
                    channelSKU: "S-1", channelWarehouse: "7000714532876273420", set: 12, available: 13, committed: 2,
                    refusal: "12052990")
            ]),
        OrderShipAccepted(
            order: order, shipment: shipment, channelPackage: "1152959962748063256", tracking: "9400100000000000000000",
            carrier: "USPS", labelFile: "0198a000-0000-7000-8000-000000000006"),
        OrderShipRefused(order: order, shipment: shipment, reason: "onHold", detail: "The order is on hold."),
        ParcelScanned(
            order: order, shop: shop, channelOrder: "576461413038785752", status: "delivered", detail: "Delivered",
            at: time, handedOverAt: time, deliveredAt: time),
    ]

    // MARK: What Ingestion reads for scores

    private static let credit: [any Message] = [
        HistoryTell(account: AccountID(shop.uuid), link: LinkID(id(6)), version: 2, since: time),
        HistoryTold(
            account: AccountID(shop.uuid), link: LinkID(id(6)), version: 2, completeSince: time, messages: 1042),
        AccountRead(
            account: AccountID(shop.uuid), at: time, orders: time, finance: time, affiliate: time, facts: time),
        OrderObserved(order: changedOrder), ReturnObserved(change: changedReturn),
        ReadGrantChanged(
            shop: shop, creator: creator, version: 1, channelAccount: "7494049642642441621", title: "Demo",
            region: "US", state: .connected, granted: [.shop, .orders, .finance], grantedAt: time),
        SettlementChanged(
            channelStatement: "7238804564097517339", version: 2, shop: shop, statementAt: time, currency: .usd,
            settlement: 4121, revenue: 5200, shipping: -465, fee: -614, adjustment: 0,
            fees: ["affiliate_commission_amount": -420, "referral_fee_amount": -194],
            commission: .init(affiliate: -420, shopAds: 0, partner: 0),
            payment: .init(state: .paid, channelState: "PAID", channelPayment: "3459000000000000001", at: time),
            lines: [
                .init(
                    kind: .order, channelKind: "ORDER", transactions: 2, settlement: 4121, revenue: 5200,
                    fees: ["affiliate_commission_amount": -420, "referral_fee_amount": -194])
            ]),
        AffiliateOrderChanged(
            channelOrder: "576461413038785752", version: 3, shop: shop, creator: creator, placedAt: time,
            deliveredAt: time,
            rows: [
                .init(
                    channelSKU: "S-1", channelProduct: "1729592969712207008", creatorName: "demo_creator",
                    shopName: "Demo", attribution: .direct, contentType: "VIDEO",
                    channelContent: "7490000000000000001", units: 2, undoneUnits: 1, currency: .usd, sales: 4980,
                    rate: 1500, shopAdsRate: 800, estimatedBase: 4380, estimatedCommission: 657, estimatedShopAds: 350,
                    settledBase: 2190, settledCommission: 329, settledShopAds: 0, status: .settled,
                    channelStatus: "SETTLED")
            ]),
        ShopFactsRead(
            shop: shop, version: 1, readAt: time, region: "US", isActive: true, isCrossBorder: false,
            sellerType: .business, openedAt: time, sellingSince: time, rating: 480, reviews: 1042, performance: 390,
            violations: 0, satisfaction: 9520, answered: 9340,
            reported: .init(
                from: "2025-10-04", to: "2026-01-02", currency: .usd, gmv: 150_000, refunds: 7500, orders: 150,
                units: 212)),
    ]

    private static let line = OrderLine(
        channelSKU: "S-1", channelProduct: "1729592969712207008", sellerSKU: "TMB-1", title: "Tumbler",
        channelLines: ["577086512123755123", "577086512123755124"],
        units: .init(open: 1, shipConfirmed: 0, handedOver: 0, cancelled: 1), isGift: false, original: 4980,
        sellerDiscount: 300, platformDiscount: 100, tax: 371,
        components: [.init(channelSKU: "S-2", sellerSKU: "LID", units: 1)])

    private static let productSKU = ProductSKU(
        channelSKU: "S-1", sellerSKU: "TMB-1", title: "Blue", price: Money(minorUnits: 2490, currency: .usd),
        barcode: "4006381333931", components: [.init(channelSKU: "S-2", sellerSKU: "LID", units: 1)],
        stock: [ChannelStock(channelWarehouse: "7000714532876273420", available: 13, committed: 2)])

    // MARK: Inventory

    private static let stockLine = StockLine(sku: sku, code: "TMB-1", location: location, units: 2)

    private static let inventory: [any Message] = [
        StockReserved(order: order, version: 2, shop: shop, lines: [stockLine]),
        StockShort(order: order, version: 2, shop: shop, missing: [stockLine], unmapped: ["S-9"], isOversell: true),
        StockReleased(order: order, version: 3, shop: shop, lines: [stockLine]),
        StockChanged(
            sku: sku, code: "TMB-1", location: location, version: 9, onHand: 20, reserved: 2, held: 1, buffer: 3,
            available: 14, at: time, soldBy: .init(shop: shop, channelSKU: "S-1"), uncovered: 1),
        StockLow(sku: sku, code: "TMB-1", available: 4, threshold: 5, at: time),
        StockRulesChanged(after: sku),
        StockRisen(
            places: [.init(sku: sku, location: location)], listings: [.init(shop: shop, channelSKU: "S-1")]),
        ListingUnmapped(shop: shop, channelSKU: "S-9", sellerSKU: "", reason: "blank"),
        ChannelStockSet(
            shop: shop, channelProduct: "1729592969712207008", sequence: 7, changedAt: time,
            limits: [.init(channelSKU: "S-1", channelWarehouse: "7000714532876273420", limit: 14, own: 2)]),
    ]

    // MARK: Fulfillment

    private static let fulfillment: [any Message] = [
        OrderShip(
            shipment: shipment, order: order, shop: shop, channelOrder: "576461413038785752",
            channelLines: ["577086512123755123"], carrier: "USPS", tracking: "9400100000000000000000",
            weightGrams: 480, dimensionsMillimetres: [250, 90, 90]),
        TrackingFix(
            shipment: shipment, order: order, shop: shop, channelOrder: "576461413038785752",
            channelPackage: "1152959962748063256", carrier: "UPS", tracking: "1Z999AA10123456784"),
        ShipmentReady(shipment: shipment, order: order, shop: shop, at: time),
        LabelBought(
            shipment: shipment, order: order, shop: shop, carrier: "USPS", service: "Ground Advantage",
            tracking: "9400100000000000000000", cost: Money(minorUnits: 523, currency: .usd), at: time),
        LabelFailed(
            shipment: shipment, order: order, shop: shop, reason: "badAddress", detail: "No such street.", at: time),
        LabelVoided(
            shipment: shipment, order: order, shop: shop, reason: "cancelled", refund: "requested", at: time),
        ShipmentTracked(
            shipment: shipment, order: order, shop: shop, status: "transit", detail: "Departed", at: time),
        ShipmentDelivered(shipment: shipment, order: order, shop: shop, handedOverAt: time, deliveredAt: time),
    ]

    // MARK: Accounts, gateway, producers

    private static let accounts: [any Message] = [
        ActionTaken(
            action: "labelBought", subject: order.description, sentence: "A label was bought.", actor: "automation",
            at: time),
        SettingsChanged(
            version: 3, zone: "America/New_York", currency: .usd, lowStockThreshold: 10, safetyBuffer: 2,
            confirmAboveMinor: 50_000, confirmAboveUnits: 20, isAutomationOn: true, channelTakesZero: true),
        ExchangeRatesPublished(day: "2026-01-02", perEuro: ["USD": "1.1721", "JPY": "183.66"]),
        LenderAdded(lender: TenantID(id(9))),
        SubjectChanged(
            link: SubjectLink(
                link: LinkID(id(6)), subject: TenantID(id(7)), brand: TenantID(id(8)), account: AccountID(id(1)),
                kind: .seller, state: .linked, version: 2, changedAt: time)),
    ]

    private static let doors: [any Message] = [
        WebhookReceived(
            provider: .tiktokShop, app: "operations", headers: ["authorization": "0a1b"],
            payload: Data(#"{"type":1}"#.utf8), receivedAt: time),
        OrderSubmitted(
            channelShop: "7494049642642441621", channelOrder: "A-1", status: .awaitingShipment, flags: [.test],
            shipping: .seller, channelWarehouse: "7000714532876273420", deliveryOption: "standard", placedAt: time,
            paidAt: time, updatedAt: time, shipBy: time, currency: .usd, buyer: "77", shippingFee: 499,
            lines: [line],
            recipient: .init(
                fullName: "Ada Lovelace", phone: "+15555550100", addressLines: ["1 Analytical Way"], city: "Austin",
                state: "TX", postalCode: "78701", region: "US")),
    ]
}
