import PlatformKit
import TestKit

/// Compares what the services have done with the partners' books.
struct ParcelTruth: Sendable {
    let platform: Platform
    let bazaar: Bazaar
    /// How many there must be.
    let parcels: Int

    /// What is wrong, a sentence each; empty when all is right.
    func differences() async throws -> [String] {
        var found = try await Rest(platform: platform).failures()
        var books: [String: Int] = [:]
        for shop in bazaar.shops {
            for (status, count) in try await orders(of: shop) { books[status, default: 0] += count }
        }
        found += Self.differences(books, parcels: parcels)
        let mismatches = try await platform.sandbox.read("/check")["mismatches"].list.count
        if mismatches > 0 { found.append("the channel's own shelves do not add up") }
        let labels = try await platform.sandbox.read("/labels?limit=1")["total"].int ?? 0
        if labels != 0, labels != parcels { found.append("\(labels) labels were bought for \(parcels) parcels") }
        return try await found
            + Check(platform: platform).run(["orderStock", "handedOver", "ledger", "labels", "channelStock"])
    }

    /// Where a shipped order may be by now: carriers come while the run goes on.
    private static let shipped: Set = ["AWAITING_COLLECTION", "IN_TRANSIT", "DELIVERED", "COMPLETED"]

    /// - Parameter books: The channel's orders by their status.
    static func differences(_ books: [String: Int], parcels: Int) -> [String] {
        let isRight = shipped.isSuperset(of: books.keys) && books.values.reduce(0, +) == parcels
        return isRight ? [] : ["the channel's orders are \(books), not \(parcels) that are shipped"]
    }

    /// The shop's orders by their status.
    private func orders(of shop: Bazaar.Shop) async throws -> [String: Int] {
        let sales = try await platform.sandbox.read("/sales?shop=\(shop.id)")["orders"]
        guard case .object(let members) = sales else { return [:] }
        return members.compactMapValues(\.int).filter { $0.value > 0 }
    }
}
