/// What is known of a return's goods after somebody has looked at them.
public struct ReturnInspection: Codable, Sendable, Hashable {
    /// The connected shop.
    public var shop: ShopID
    /// The channel's id of the return.
    public var channelReturn: String
    /// What was found so far, over all inspections.
    public var lines: [ReturnInspect.Line]
    /// Whether every unit has been looked at.
    public var isComplete: Bool

    /// Puts the record together.
    public init(shop: ShopID, channelReturn: String, lines: [ReturnInspect.Line], isComplete: Bool) {
        self.shop = shop
        self.channelReturn = channelReturn
        self.lines = lines
        self.isComplete = isComplete
    }
}
