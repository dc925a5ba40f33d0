import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Fulfillment
@testable import Sandbox

/// Fulfillment as it is delivered: three processes that share nothing but broker and database, a partner that answers
/// late, wrongly or not at all, and one process that dies.
@Suite(.serialized, .timeLimit(.minutes(15)))
struct LabelRaceTests {
    fileprivate static let parcels = 24

    @Test("three processes, one of which is killed: every parcel keeps one label, and every other one is refunded")
    func race() async throws {
        try await Partner.run(isLive: true) { partner in
            try await withBroker { broker in
                try await Room.template.withCopy { url in
                    let address = try TestRoles(of: App.name, in: url).worker
                    let pool = PostgresPool(try Room.configuration(address), logger: silent)
                    let result = await outcome {
                        try await Self.run(Hall(database: pool, address: address, broker: broker, partner: partner))
                    }
                    await pool.close()
                    try result.get()
                }
            }
        }
    }

    private static func run(_ hall: Hall) async throws {
        spoil(hall.partner)
        var processes: [Process] = []
        // However it ends, nothing goes on running: not even when only some could be started.
        defer {
            for process in processes {
                if process.isRunning { kill(process.processIdentifier, SIGKILL) }
                process.waitUntilExit()
            }
        }
        for _ in 0..<3 { processes.append(try hall.start()) }
        try await hall.say()
        try await hall.until("a third of the labels is there") { labels in labels.count >= parcels / 3 }
        kill(processes[0].processIdentifier, SIGKILL)
        try await hall.until("every parcel has its label") { $0.count == parcels }
        hall.partner.clearFaults()
        try await settled(hall)
        for process in processes { process.terminate() }
        for process in processes {
            try await eventually(within: .seconds(60), "it has ended") { !process.isRunning }
        }
        #expect(processes.dropFirst().map(\.terminationStatus) == [0, 0], "each ends by itself when told to")
    }

    /// A partner on a bad day. A purchase is given up after a second and looked for after three; some land after that.
    private static func spoil(_ partner: Partner) {
        let purchase = "transaction.create"
        partner.spoil(purchase, 0.25, .late(after: .milliseconds(500)...(.seconds(6)), hold: .milliseconds(1_500)))
        partner.spoil(purchase, 0.1, .error(code: 1, status: 502, message: "bad gateway", isDone: true))
        partner.spoil(purchase, 0.1, .error(code: 1, status: 503, message: "out of order", isDone: false))
        partner.spoil(purchase, 1, .latency(.milliseconds(0)...(.milliseconds(700))))
    }

    /// Waits until the partner's books and ours say the same, and says where they do not. The one that died may have
    /// been comparing the two: its lease is waited for, which nobody renews any more.
    private static func settled(_ hall: Hall) async throws {
        var wrong: [String] = []
        // Whatever is on its way lands within six seconds.
        let landed = hall.partner.now.later(by: .seconds(7))
        do {
            try await eventually(within: .seconds(420), "every spare label is given back") {
                let kept = Set(try await hall.labels().values)
                wrong = hall.partner.purchases.filter { $0.status == "SUCCESS" && !kept.contains($0.mark) }.map(\.mark)
                return wrong.isEmpty && hall.partner.now > landed
            }
        } catch {
            Issue.record("paid for and not kept: \(wrong); work: \(try await hall.left())")
            throw error
        }
        let made = hall.partner.purchases
        #expect(made.filter { $0.status == "SUCCESS" }.count == parcels, "one of each is kept")
        #expect(made.filter { $0.status == "REFUNDPENDING" }.count == made.count - parcels)
        // How many spare ones are bought depends on how late answers meet how busy a machine.
        #expect(made.count >= parcels, "\(made.count) purchases")
        let voided = try await hall.database.first(
            "SELECT count(*) FROM shipment_events WHERE kind = 'labelVoided'", as: Int.self)
        #expect(voided == made.count - parcels)
    }
}

/// What the processes share.
private struct Hall: Sendable {
    let database: PostgresPool
    let address: String
    let broker: TestBroker
    let partner: Partner

    func start() throws -> Process {
        let process = Process()
        process.executableURL = try BuiltProgram.find(App.name)
        process.arguments = ["run"]
        process.environment = [
            "AMQP_URL": broker.url, "DATABASE_URL": address, "SHIPPO_URL": partner.address,
            "SHIPPO_TOKEN": "shippo_live_sandbox", "WORKERS": "4",
            "FULFILLMENT_PERSONAL_KEYS": "k1:\(Data(repeating: 7, count: 32).base64EncodedString())",
            "LABEL_DEADLINE": "1s", "LABEL_GRACE": "2s", "LABEL_ABSENT_GAP": "1s", "RECONCILE_EVERY": "2s",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Everything about every parcel, twice and mixed.
    func say() async throws {
        let publisher = try AMQPPublisher(
            AMQPConfiguration(url: broker.url), topology: Topology.broker(for: App.name), logger: silent)
        let result = await outcome {
            try await publish([connection], publisher)
            try await publish([warehouse], publisher)
            try await publish([product], publisher)
            let ids = (0..<LabelRaceTests.parcels).map { _ in OrderID.mint() }
            for _ in 0..<2 {
                try await publish(ids.map { reserved($0) }, publisher)
                try await publish(ids.shuffled().map { recipient($0) }, publisher)
                try await publish(ids.shuffled().map { order($0) }, publisher)
            }
        }
        await publisher.close(within: .seconds(5))
        try result.get()
    }

    private func publish<Body: Message>(_ bodies: [Body], _ publisher: AMQPPublisher) async throws {
        let publications = try bodies.map { body in
            Publication(
                exchange: "shop.events", routingKey: Body.name.rawValue,
                properties: MessageProperties(
                    contentType: "application/json", messageID: UUID.v7().text, type: Body.name.rawValue,
                    headers: [WireHeader.tenant: .string(Names.tenant.description)]),
                body: Array(try JSONEncoder().encode(body)))
        }
        let outcomes = try await publisher.publish(publications)
        #expect(outcomes.allSatisfy { $0 == .confirmed })
    }

    /// The marks of the labels that are kept, by their parcels.
    func labels() async throws -> [ShipmentID: String] {
        let shipments = try await database.rows(
            "SELECT tenant_id, order_id, shipment_id, created_at, body FROM shipments", BookStore.decodeShipment)
        let marks = shipments.compactMap { shipment in
            shipment.label.map { (shipment.id, LabelMark(shipment: shipment.id, attempt: $0.attempt).text) }
        }
        return Dictionary(uniqueKeysWithValues: marks)
    }

    func until(_ what: String, _ holds: @escaping @Sendable ([ShipmentID: String]) -> Bool) async throws {
        do {
            try await eventually(within: .seconds(300), what) { holds(try await labels()) }
        } catch {
            let count = try await labels().count
            Issue.record("\(count) labels, \(partner.purchases.count) purchases, work: \(try await left())")
            throw error
        }
    }

    /// The rows of work, for a test that waited in vain.
    func left() async throws -> [String] {
        try await database.rows(
            "SELECT concat_ws(' ', kind, state, attempt, due_at - now(), last_reason, last_detail) FROM work",
            as: String.self)
    }
}
