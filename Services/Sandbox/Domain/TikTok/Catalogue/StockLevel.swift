/// What lies in one warehouse of one SKU.
struct StockLevel: Sendable, Equatable {
    /// Units that may still be sold; locked ones are counted in.
    var available: Int
    /// Units of orders that are not shipped yet.
    var committed = 0
    /// Units set aside for campaigns and for creators.
    var campaignLocked = 0
    var creatorLocked = 0

    var locked: Int { campaignLocked + creatorLocked }

    init(available: Int, campaignLocked: Int = 0, creatorLocked: Int = 0) {
        self.available = available
        self.campaignLocked = campaignLocked
        self.creatorLocked = creatorLocked
    }
}
