import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import Testing

/// Where orders go, with one name and one street that must not be found where messages wait.
enum People {
    static let name = "Wilhelmina Plantagenet"
    static let street = "17 Quarrelsome Lane"

    static func vault(_ name: String = "k1", byte: UInt8 = 7) throws -> Vault {
        try #require(Vault("\(name):\(Data(repeating: byte, count: 32).base64EncodedString())"))
    }

    /// A recipient whose order's channel id says what the handler of these tests does with it.
    static func recipient(_ instruction: String, order: OrderID = .mint()) -> RecipientChanged {
        RecipientChanged(
            order: order, version: 1, shop: .mint(), channelOrder: instruction, fullName: name,
            addressLines: [street], city: "Reno", isMasked: false)
    }

    /// A lane that hears of persons.
    static func lane(_ handler: RecipientHandler = RecipientHandler()) -> Lane {
        Lane(
            World.queue,
            patience: Patience(
                first: .milliseconds(1), longest: .milliseconds(5), attempts: 3, unknown: .seconds(3600)),
            [.on(RecipientChanged.self, handler)])
    }
}

/// Counts recipients under the name that it reads, or does what the order's channel id says.
struct RecipientHandler: Handler {
    /// Whether what it was told to refuse is taken now, as after a repair.
    var isRepaired = false

    func decide(_ message: Received<RecipientChanged>, _ view: Void) throws -> Decision<String> {
        let body = message.body
        switch body.channelOrder {
        case "reject" where !isRepaired: return .reject("the test wants it so")
        case "later": return .retry(after: .seconds(3600), "not today")
        case "soon" where message.metadata.attempt == 0: return .retry(after: .milliseconds(1), "not yet")
        case "throw": throw Complaint(about: body)
        case "tell": return .done([], events: [Draft(People.recipient("told", order: body.order))])
        default: return .done([body.fullName ?? "nobody"])
        }
    }

    func save(_ changes: [String], _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            INSERT INTO counters SELECT name, count(*) FROM unnest(\(changes)) AS new (name) GROUP BY name
            ON CONFLICT (key) DO UPDATE SET total = counters.total + excluded.total
            """)
    }

    /// An error that quotes the message, as careless ones do.
    struct Complaint: Error {
        let about: RecipientChanged
    }
}

extension World {
    /// Puts a message into the lane's queue as Ingestion would.
    func send(
        _ recipient: RecipientChanged, id: UUID = .v7(), type: String? = RecipientChanged.name.rawValue
    ) async throws {
        try await put(try JSONEncoder().encode(recipient), id: id, type: type, order: recipient.order)
    }

    func put(_ body: Data, id: UUID = .v7(), type: String?, order: OrderID = .mint()) async throws {
        try await send([
            Publication(
                exchange: "", routingKey: World.queue,
                properties: MessageProperties(
                    contentType: "application/json", messageID: id.text, correlationID: order.description, type: type,
                    headers: [
                        WireHeader.tenant: .string(World.tenant.description), "x-buyer": .string(People.name),
                    ]),
                body: Array(body))
        ])
    }

    /// In how many rows of a table somebody's name or street can be read, in whatever column.
    func traces(in table: String, of words: [String] = [People.name, People.street]) async throws -> Int {
        try await database.first(
            """
            SELECT count(*) FROM \(identifier: table) AS t, unnest(\(words)) AS word
            WHERE t::text ILIKE '%' || word || '%' OR position(convert_to(word, 'UTF8') IN body) > 0
                OR position(convert_to(encode(convert_to(word, 'UTF8'), 'base64'), 'UTF8') IN body) > 0
            """, as: Int.self) ?? -1
    }
}
