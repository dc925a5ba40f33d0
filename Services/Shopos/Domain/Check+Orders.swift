import Contracts

/// The rules by which services are compared; pure.
enum Check {
    /// Every accepted order has one stock state, and what was handed over has left the books.
    static func orders(_ accepted: FactBook, stock: FactBook) -> [Difference] {
        let known = accepted.sorted.flatMap { key, order in differences(key, order, stock[key]) }
        let strange = stock.sorted.filter { accepted[$0.key] == nil }.map { key, _ in
            Difference(
                rule: .orderStock, tenant: key.tenant, subject: key.subject,
                sentence: "Inventory has a stock state for an order that Ingestion has not accepted.",
                repair: "shopos trace \(key.subject)")
        }
        return known + strange
    }

    private static func differences(_ key: FactBook.Key, _ order: KnownFact, _ stock: KnownFact?) -> [Difference] {
        func differs(_ rule: Difference.Rule, _ sentence: String, repair: String? = nil) -> Difference {
            Difference(
                rule: rule, tenant: key.tenant, subject: key.subject, sentence: sentence,
                repair: repair ?? "shopos resend order \(key.subject)")
        }
        let anew = "shopos repair order \(key.subject)"
        guard let stock else { return [differs(.orderStock, "The order has no stock state.")] }
        let (version, seen) = (order["version"], stock["version"])
        guard seen == version else {
            let sentence = "The order is at version \(version), its stock state at \(seen)."
            return [differs(.orderStock, sentence, repair: seen > version ? anew : nil)]
        }
        let state = stock.words["state"] ?? ""
        let allowed = states(order)
        var found: [Difference] = []
        if !allowed.contains(state) {
            let sentence =
                "The order is \(order.words["status"] ?? "unknown"), its stock state \(state), "
                + "not \(allowed.joined(separator: " or "))."
            found.append(differs(.orderStock, sentence, repair: anew))
        }
        if order.isOurs, stock["handedOver"] != order["handedOver"] {
            let sentence = "\(order["handedOver"]) units are handed over, \(stock["handedOver"]) have left the books."
            // What has left the books for nothing may lie anywhere: a person has to count.
            let isLess = stock["handedOver"] < order["handedOver"]
            found.append(differs(.handedOver, sentence, repair: isLess ? anew : "shopos trace \(key.subject)"))
        }
        return found
    }

    /// The stock states that an order's units allow.
    private static func states(_ order: KnownFact) -> [String] {
        if !order.isOurs { return ["notOurs"] }
        if order["pending"] > 0 { return ["reserved", "waiting"] }
        return order["handedOver"] > 0 ? ["deducted"] : ["released"]
    }
}

extension KnownFact {
    /// A figure; 0 when it is not told.
    subscript(name: String) -> Int { figures[name] ?? 0 }

    /// Whether the seller's stock is concerned.
    var isOurs: Bool { words["isOurs"] == "true" }
}
