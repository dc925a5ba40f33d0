import Contracts

extension OrderLine {
    /// What units must share to be counted in one line: figures share a line's amounts out evenly, and a unit that is
    /// cancelled or given back is worth what that unit cost.
    struct Kind: Hashable {
        let listing: Listing
        /// What one unit costs and bears, in minor units; fractions where a producer's totals do not divide.
        let amounts: [Fraction?]
    }

    /// What is sold, whatever it costs; a gift is another thing than the same listing sold.
    struct Listing: Hashable {
        let channelSKU: String
        let isGift: Bool
    }

    var listing: Listing { Listing(channelSKU: channelSKU, isGift: isGift) }

    var kind: Kind {
        let amounts = [original, sellerDiscount, platformDiscount, tax]
        return Kind(listing: listing, amounts: amounts.map { Fraction($0, over: Int64(ordered)) })
    }
}
