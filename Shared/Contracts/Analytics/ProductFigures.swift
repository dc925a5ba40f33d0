/// A product's share of a window.
public struct ProductFigures: Codable, Sendable, Hashable {
    /// The channel's id of the product.
    public var channelProduct: String
    /// What people call it.
    public var title: String
    /// Units that were sold of it in the window (metric 1).
    public var unitsSold: Int
    /// GMV of the product in the window, in minor units of the summary's currency (metric 2).
    public var gmv: Int64

    /// Puts the record together.
    public init(channelProduct: String, title: String, unitsSold: Int, gmv: Int64) {
        self.channelProduct = channelProduct
        self.title = title
        self.unitsSold = unitsSold
        self.gmv = gmv
    }
}
