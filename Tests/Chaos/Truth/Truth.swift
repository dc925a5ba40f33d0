import Foundation

/// Compares what the platform's tables hold with the sandbox's books. A promise that does not hold is a sentence.
struct Truth: Sendable {
    let site: Site
    let shops: Shops
    /// Knows which messages were broken on purpose.
    let meddler: Meddler

    /// What was found.
    struct Finding: Sendable {
        /// Orders, effects or messages that are missing.
        var lost: [String] = []
        var oversold: [String] = []
        var boughtTwice: [String] = []
        /// Everything else that is not as it should be.
        var wrong: [String] = []
        /// Work or messages that are still on their way: not wrong, but not at rest either.
        var restless: [String] = []

        var broken: [String] { lost + oversold + boughtTwice + wrong }
        var isGood: Bool { broken.isEmpty && restless.isEmpty }
    }

    /// For whoever asks why the platform does not come to rest.
    private func log(_ line: String) {
        let time = Date.now.formatted(.iso8601.time(includingFractionalSeconds: true))
        FileHandle.standardError.write(Data("\(time) \(line)\n".utf8))
    }

    /// Waits until everything is at rest and right; answers what was still wrong when patience ended.
    ///
    /// - Parameter calm: Until then partners may still do what they were asked for, and nobody can see that.
    func settled(within patience: Duration, notBefore calm: ContinuousClock.Instant = .now) async throws -> Finding {
        try await Task.sleep(until: calm)
        let limit = ContinuousClock.now + patience
        var finding = Finding()
        repeat {
            do {
                // The books grow with every class: as long as something is under way they are not worth reading.
                finding = Finding()
                try await leftovers(&finding)
                if finding.restless.isEmpty { finding = try await find() }
            } catch {
                finding.restless = ["\(error)"]
            }
            if finding.isGood { return finding }
            let open = finding.restless + finding.broken
            log("not at rest: \(open.count), \(open.first ?? "-")")
            try await Task.sleep(for: .milliseconds(500))
        } while ContinuousClock.now < limit
        return try await find()
    }

    /// Looks once.
    func find() async throws -> Finding {
        let books = try await Books.read(shops)
        var finding = Finding()
        try await orders(books, &finding)
        try await stock(books, &finding)
        try await labels(books, &finding)
        try await figures(&finding)
        try await keptFailures(&finding)
        try await leftovers(&finding)
        return finding
    }

    // MARK: Orders

    private struct Ours {
        let status: String
        let stock: String
        let parcel: String
        /// Why a person has to look at the parcel; nil where nobody has to.
        let trouble: String?
        let isInStep: Bool
    }

    private func orders(_ books: Books, _ finding: inout Finding) async throws {
        let rows = try await site.texts(
            """
            SELECT o.channel_order, o.status, i.state, f.state,
                CASE WHEN f.needs_person THEN coalesce(f.waits_for, f.body->'wait'->>'sentence', 'no reason') END,
                (i.version = o.version AND a.version = o.version)::text
            FROM ingestion.orders o LEFT JOIN inventory.orders i ON i.order_id = o.id
                LEFT JOIN fulfillment.shipments f ON f.order_id = o.id
                LEFT JOIN analytics.orders a ON a.order_id = o.id
            WHERE o.version > 0
            """, columns: 6)
        var ours: [String: Ours] = [:]
        for row in rows {
            if ours[row[0]] != nil { finding.wrong.append("order \(row[0]) is there twice") }
            ours[row[0]] = Ours(
                status: row[1], stock: row[2], parcel: row[3], trouble: row[4].isEmpty ? nil : row[4],
                isInStep: row[5] == "true")
        }
        for order in books.orders {
            guard let mine = ours.removeValue(forKey: order.id) else {
                finding.lost.append("order \(order.id), \(order.status), never came")
                continue
            }
            compare(order, mine, &finding)
        }
        finding.wrong += ours.keys.map { "order \($0) is not in the channel's books" }
    }

    private func compare(_ order: Books.Order, _ mine: Ours, _ finding: inout Finding) {
        if mine.status != order.status {
            finding.lost.append("order \(order.id) is \(order.status), not \(mine.status)")
        } else if !mine.isInStep {
            finding.lost.append("order \(order.id): stock or figures do not know its newest version")
        }
        let stock = Self.stock(of: order)
        if !stock.contains(mine.stock) { finding.wrong.append("order \(order.id), \(order.status), is \(mine.stock)") }
        guard !order.isFulfilledByChannel else { return }
        // No order of the sandbox's asks for a person, so what is left to one is not in its right state.
        if order.status == "awaitingShipment", !order.isCancelRequested {
            let why = mine.trouble.map { ", left to a person: \($0)" } ?? ""
            finding.lost.append("order \(order.id) was never shipped: its parcel is \(mine.parcel)\(why)")
        }
        if let parcel = Self.parcel(of: order), mine.parcel != parcel {
            finding.wrong.append("the parcel of \(order.id), \(order.status), is \(mine.parcel)")
        }
    }

    /// The states of stock that an order may be in.
    private static func stock(of order: Books.Order) -> [String] {
        if order.isFulfilledByChannel { return ["notOurs"] }
        return switch order.status {
        case "cancelled": ["released"]
        case "inTransit", "delivered", "completed": ["deducted"]
        default: ["reserved"]
        }
    }

    /// The state of the parcel; nil where it is on its way to one.
    private static func parcel(of order: Books.Order) -> String? {
        switch order.status {
        case "cancelled": "cancelled"
        case "awaitingCollection": "shipped"
        case "inTransit": "inTransit"
        case "delivered", "completed": "delivered"
        default: nil
        }
    }
}
