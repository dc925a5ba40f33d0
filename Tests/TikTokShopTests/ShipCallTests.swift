import Outbound
import Testing
import TikTokShop

struct ShipCallTests {
    @Test(
        "Market and shipping type choose the call",
        arguments: [
            (["US"], ShipCall.createPackage, ShipCall.markShipped),
            (["GB", "UK", "gb"], .createPackage, .markShipped),
            (["DE", "FR", "ES", "IT", "IE"], .shipPackage, .markShipped),
            (["JP"], .shipPackage, .markShipped),
            (["ID", "MY", "PH", "SG", "TH", "VN"], .shipPackage, .shipPackageBySeller),
            (["MX"], .shipPackage, .shipPackageBySeller),
        ])
    func table(regions: [String], underTikToksLabel: ShipCall, byTheSeller: ShipCall) {
        for region in regions {
            #expect(ShipCall.choose(region: region, shippingType: .tiktok) == underTikToksLabel)
            #expect(ShipCall.choose(region: region, shippingType: .seller) == byTheSeller)
        }
    }

    @Test(
        "An order that names no package has one created where that is allowed",
        arguments: [
            ("US", ShipCall.createPackage), ("GB", .createPackage), ("DE", .createPackage), ("JP", .createPackage),
            ("MY", .shipPackage), ("MX", .shipPackage),
        ])
    func withoutPackage(region: String, call: ShipCall) {
        #expect(ShipCall.choose(region: region, shippingType: .tiktok, hasPackage: false) == call)
    }

    @Test("Where no call is published the reason says so", arguments: ["PL", "AU", "", "XX"])
    func noMarket(region: String) {
        let call = ShipCall.choose(region: region, shippingType: .seller)
        #expect(call == .unsupported(reason: "no ship call is published for the market '\(region)'"))
    }

    @Test("Brazil waits for invoices", arguments: [ShippingType.tiktok, .seller])
    func brazil(type: ShippingType) {
        let call = ShipCall.choose(region: "BR", shippingType: type)
        #expect(call == .unsupported(reason: "Brazil needs an invoice before shipping"))
    }

    @Test("What TikTok packs is never shipped by us", arguments: [FulfillmentType.tiktok, .dilayaniTokopedia])
    func byTikTok(fulfillment: FulfillmentType) {
        let call = ShipCall.choose(region: "US", shippingType: .tiktok, fulfillment: fulfillment)
        #expect(call == .unsupported(reason: "\(fulfillment): the seller does not ship it"))
    }

    @Test(
        "Other shipping types have no call",
        arguments: [ShippingType.digital, ShippingType(rawValue: "IN-STORE PICKUP")])
    func otherTypes(type: ShippingType) {
        let call = ShipCall.choose(region: "US", shippingType: type)
        #expect(call == .unsupported(reason: "shipping type '\(type)' has no ship call"))
    }
}
