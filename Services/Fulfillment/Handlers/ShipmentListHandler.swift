import Contracts
import Messaging

/// Answers which shipments there are.
struct ShipmentListHandler: RequestHandler {
    func answer(_ question: Received<ShipmentList>, _ desk: Desk) async throws -> ShipmentList.Reply {
        let asked = question.body
        let filter = PageCursor.Filter(
            "shipments",
            [
                asked.order?.description, asked.state?.rawValue, asked.needsPerson?.description,
                asked.shop?.description, asked.search,
            ])
        let query = try checked { () throws(Wrong) in try Self.query(asked, filter) }
        let found = try await desk.read { try await ShipmentStore.list(query, $0) }
        // One more than asked for was read, to see whether there is a next page.
        let page = found.prefix(query.limit)
        let next =
            found.count > query.limit
            ? try page.last.map { try PageCursor(at: Self.unused, keys: [$0.id.description]).text(of: filter) } : nil
        return ShipmentList.Reply(shipments: page.compactMap(\.record), next: next)
    }

    /// Shipments come by their ids, which rise with time.
    private static let unused = Instant(milliseconds: 0)

    private static func query(
        _ question: ShipmentList, _ filter: PageCursor.Filter
    ) throws(Wrong) -> ShipmentStore.Query {
        let search = question.search ?? ""
        guard search.utf8.count <= 100, search.utf8.allSatisfy({ $0 >= 0x20 }) else {
            throw Wrong("badText", at: "/search", "must have at most 100 bytes, and no control characters")
        }
        return ShipmentStore.Query(
            order: question.order, state: question.state, needsPerson: question.needsPerson, shop: question.shop,
            search: search.isEmpty ? nil : search,
            after: try question.cursor.map { text throws(Wrong) in try end(text, filter) },
            limit: try PageSize.checked(question.limit))
    }

    private static func end(_ cursor: String, _ filter: PageCursor.Filter) throws(Wrong) -> ShipmentID {
        guard let id = ShipmentID(try PageCursor(cursor, of: filter, keys: 1).keys[0]) else { throw .unknownCursor }
        return id
    }
}

extension Refusal {
    /// There is no such shipment, or it is another's: callers are not told which.
    static let unknownShipment = Refusal(
        .notFound, code: "unknownShipment", "there is no such shipment", field: "/shipment")
}
