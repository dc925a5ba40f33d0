import Contracts
import Foundation

/// People's wishes about stock as Inventory is asked for them; the one place that knows how those questions are made.
struct StockWishes: Sendable {
    /// The prefix of the person's key.
    let actor: String

    func adjust(_ body: StockRoutes.Adjustment) -> StockAdjust {
        StockAdjust(
            move: .v7(), sku: body.sku, location: body.location, units: body.units, reason: body.reason, actor: actor)
    }

    func undo(_ move: UUID) -> StockUndo {
        StockUndo(move: move, actor: actor)
    }

    func hold(_ body: StockRoutes.Hold) -> StockHold {
        StockHold(
            hold: .v7(), sku: body.sku, location: body.location, units: body.units, until: body.until,
            reason: body.reason, actor: actor)
    }

    func unhold(_ hold: UUID) -> StockUnhold {
        StockUnhold(hold: hold, actor: actor)
    }

    func map(_ shop: ShopID, _ channelSKU: String, _ body: ListingRoutes.Mapping) -> ListingMap {
        ListingMap(shop: shop, channelSKU: channelSKU, parts: body.parts, actor: actor)
    }

    func inspect(_ shop: ShopID, _ channelReturn: String, _ body: ReturnRoutes.Inspection) -> ReturnInspect {
        ReturnInspect(
            shop: shop, channelReturn: channelReturn, location: body.location, lines: body.lines, actor: actor)
    }
}

extension Call {
    /// Wishes of the visitor's.
    func wishes() throws(Problem) -> StockWishes {
        StockWishes(actor: try known().actor)
    }
}
