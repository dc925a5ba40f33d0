import Foundation
import Testing
import TikTokShop

@testable import Fulfillment

struct ShipMarketsTests {
    @Test("a label is bought for the markets of the channel's ship calls, and for no other")
    func markets() {
        let regions = Locale.Region.isoRegions.map(\.identifier).filter { $0.count == 2 } + ["UK", "us", "XX", ""]
        for region in regions {
            var isKnown = true
            if case .unsupported = ShipCall.choose(region: region, shippingType: .seller) { isKnown = false }
            #expect(ShipMarkets.contains(region) == isKnown, "\(region)")
        }
    }
}
