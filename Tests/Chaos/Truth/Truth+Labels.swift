/// What was bought of the carriers, and what is kept of it.
extension Truth {
    func labels(_ books: Books, _ finding: inout Finding) async throws {
        let kept = Dictionary(grouping: books.labels.filter { $0.status == "SUCCESS" }, by: \.shipment)
        let rows = try await site.texts(
            """
            SELECT shipment_id::text, coalesce(transaction_id, ''), state,
                (jsonb_typeof(body->'purchase') = 'object')::text, coalesce(body->>'voided', '')
            FROM fulfillment.shipments WHERE is_listed
            """, columns: 5)
        let ours = Dictionary(rows.map { ($0[0].uppercased(), $0) }) { first, _ in first }
        for (shipment, labels) in kept {
            let mine = ours[shipment]
            if labels.count > 1 { finding.boughtTwice.append("parcel \(shipment) keeps \(labels.count) labels") }
            if labels.count == 1, mine?[1] != labels[0].id {
                finding.boughtTwice.append(
                    "parcel \(shipment), \(mine?[2] ?? "unknown"), does not own label \(labels[0].id); "
                        + "given back: \(mine?[4] ?? "-")")
            }
        }
        for row in rows where !row[1].isEmpty && kept[row[0].uppercased()] == nil {
            finding.lost.append("the label \(row[1]) of parcel \(row[0]) is not in the carrier's books")
        }
        finding.restless += rows.filter { $0[3] == "true" }.map { "the purchase for \($0[0]) is open" }
        try await labelsOfOrders(books, kept.mapValues(\.count), &finding)
    }

    /// Whether each order that a label is needed for keeps one, and no other does.
    private func labelsOfOrders(_ books: Books, _ kept: [String: Int], _ finding: inout Finding) async throws {
        let rows = try await site.texts(
            """
            SELECT o.channel_order, f.shipment_id::text
            FROM fulfillment.shipments f JOIN ingestion.orders o ON o.id = f.order_id
            """, columns: 2)
        let parcels = Dictionary(rows.map { ($0[0], $0[1].uppercased()) }) { first, _ in first }
        finding.wrong += books.orders.compactMap { order in
            order.trouble(labels: parcels[order.id].flatMap { kept[$0] } ?? 0)
        }
    }

    /// What was bought a second time since there were labels for these parcels alone.
    func boughtAgain(since parcels: Set<String>) async throws -> [String] {
        let books = try await Books.read(shops)
        let moved = Set(books.orders.filter(\.hasMoved).map(\.id))
        let rows = try await site.texts(
            """
            SELECT f.shipment_id::text, o.channel_order
            FROM fulfillment.shipments f JOIN ingestion.orders o ON o.id = f.order_id
            """, columns: 2)
        let excused = Set(rows.filter { moved.contains($0[1]) }.map { $0[0].uppercased() })
        return books.boughtAgain(since: parcels, excused: excused)
    }
}

extension Books.Order {
    /// What is wrong with so many labels that are kept for it; nil: nothing. More than one is wrong for any parcel, and
    /// looked for by parcels.
    ///
    /// A cancelled order's label is given back, whenever it was bought; who was told of a parcel under our label must
    /// find that label on it.
    func trouble(labels: Int) -> String? {
        if status == "cancelled", labels > 0 { return "order \(id) is cancelled and keeps \(labels) labels" }
        let isTold = ["awaitingCollection", "inTransit", "delivered", "completed"].contains(status)
        return isOurLabel && isTold && labels == 0 ? "order \(id), \(status), keeps no label" : nil
    }
}
