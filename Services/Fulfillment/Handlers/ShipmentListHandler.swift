import Contracts
import Messaging

/// Answers which shipments there are.
struct ShipmentListHandler: RequestHandler {
    func answer(_ question: Received<ShipmentList>, _ desk: Desk) async throws -> ShipmentList.Reply {
        let query = try query(question.body)
        let found = try await desk.read { try await ShipmentStore.list(query, $0) }
        // One more than asked for was read, to see whether there is a next page.
        let page = found.prefix(query.limit)
        let next = found.count > query.limit ? page.last.map { ShipmentCursor.text(after: $0.id) } : nil
        return ShipmentList.Reply(shipments: page.compactMap(\.record), next: next)
    }

    private func query(_ question: ShipmentList) throws(Refusal) -> ShipmentStore.Query {
        let limit = try checked { () throws(Wrong) in try PageSize.checked(question.limit) }
        if let search = question.search { try search.checkPlain("search", most: 100) }
        return ShipmentStore.Query(
            order: question.order, state: question.state, needsPerson: question.needsPerson, shop: question.shop,
            search: question.search.flatMap { $0.isEmpty ? nil : $0 },
            after: try question.cursor.map { (text) throws(Refusal) in try ShipmentCursor.read(text) }, limit: limit)
    }
}

/// Where a page of shipments ended. Opaque to callers; the mark tells ours from those of other lists.
enum ShipmentCursor {
    private static let mark = "shipment1."

    static func text(after shipment: ShipmentID) -> String { mark + shipment.description }

    static func read(_ text: String) throws(Refusal) -> ShipmentID {
        guard text.hasPrefix(mark), text.utf8.count < 100, let id = ShipmentID(String(text.dropFirst(mark.count)))
        else {
            throw Refusal(
                .invalid, code: "unknownCursor", "cursor must be the `next` of a page of this list", field: "/cursor")
        }
        return id
    }
}

extension String {
    /// Refuses a person's words that are too long, or hold what nobody types and PostgreSQL does not keep.
    func checkPlain(_ name: String, most: Int) throws(Refusal) {
        guard count <= most else {
            throw Refusal(.invalid, code: "tooLong", "\(name) must have at most \(most) characters", field: "/\(name)")
        }
        guard unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw Refusal(
                .invalid, code: "controlCharacter", "\(name) must not have control characters", field: "/\(name)")
        }
    }
}

extension Refusal {
    /// There is no such shipment, or it is another's: callers are not told which.
    static let unknownShipment = Refusal(
        .notFound, code: "unknownShipment", "there is no such shipment", field: "/shipment")
}
