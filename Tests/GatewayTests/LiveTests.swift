import Contracts
import Foundation
import Messaging
import Synchronization
import TestKit
import Testing

@testable import Gateway

/// Live views over the wire.
@Suite(.timeLimit(.minutes(4)))
struct LiveTests {
    /// Reads a stream of events on a thread of its own.
    final class Watch: Sendable {
        private let found = Mutex<[String]>([])
        private let ended = Mutex(false)
        let wire: Wire

        init(_ world: GatewayWorld, target: String = "/v1/events", key: String = GatewayWorld.key) throws {
            wire = try Wire(port: world.port)
            let headers = ["Authorization": "Bearer \(key)"]
            try wire.send(Wire.request("GET", target, headers: headers, body: nil))
            Thread.detachNewThread { [self] in
                while let line = try? wire.read(through: "\n") { found.withLock { $0.append(line) } }
                ended.withLock { $0 = true }
            }
        }

        var isOver: Bool { ended.withLock { $0 } }
        var lines: [String] { found.withLock { $0 } }
        var text: String { lines.joined() }

        /// The counts of all changes so far.
        func total(_ kind: String) -> Int {
            lines.filter { $0.hasPrefix("data: ") }.reduce(0) { sum, line in
                let counts = try? JSONDecoder().decode([String: Int].self, from: Data(line.dropFirst(6).utf8))
                return sum + (counts?[kind] ?? 0)
            }
        }
    }

    private func publish(
        _ name: MessageName, of tenant: TenantID, _ world: GatewayWorld
    ) async throws {
        try await world.broker.publish(
            Data(#"{"secret":"the body"}"#.utf8), to: "shop.events", key: name.rawValue,
            properties: [
                "type": .string(name.rawValue), "message_id": .string(UUID.v7().text),
                "headers": ["cloudEvents_tenantid": .string(tenant.description)],
            ])
    }

    @Test("changes come as counts by kind, one's own alone, and never what changed")
    func changesComeCounts() async throws {
        try await GatewayWorld.lend(up: ["accounts"]) { world async throws in
            let watch = try Watch(world)
            try await eventually("the stream is open") { watch.text.contains("event: open") }
            #expect(watch.text.contains("200 OK") && watch.text.lowercased().contains("text/event-stream"))
            for _ in 0..<20 { try await publish(OrderChanged.name, of: GatewayWorld.brand, world) }
            try await publish(StockLow.name, of: GatewayWorld.tenant, world)
            try await publish(LabelBought.name, of: TenantID(GatewayWorld.uuid(0x77)), world)
            try await publish(ActionTaken.name, of: GatewayWorld.tenant, world)
            try await eventually("all were told") {
                watch.total("order") == 20 && watch.total("stock") == 1 && watch.total("action") == 1
            }
            #expect(watch.total("shipment") == 0, "another's")
            #expect(!watch.text.contains("the body"))
        }
    }

    @Test("a key that reads stock alone hears nothing of orders, parcels and actions")
    func keyReadsStock() async throws {
        try await GatewayWorld.lend(up: ["accounts"]) { world async throws in
            let reader = try Watch(world, key: "reader")
            let owner = try Watch(world)
            try await eventually("both streams are open") {
                reader.text.contains("event: open") && owner.text.contains("event: open")
            }
            // One queue brings them in this order, so whoever was told of the last was told of all before.
            for name in [OrderChanged.name, LabelBought.name, ActionTaken.name, StockLow.name] {
                try await publish(name, of: GatewayWorld.tenant, world)
            }
            try await eventually("both were told of stock") {
                reader.total("stock") == 1 && owner.total("stock") == 1
            }
            let kinds = ["order", "shipment", "action"]
            #expect(kinds.map(owner.total) == [1, 1, 1])
            #expect(kinds.map(reader.total) == [0, 0, 0])
        }
    }

    @Test("a key that is taken back ends its views, also while there is news all the time")
    func keyTakenBack() async throws {
        try await GatewayWorld.lend(up: ["accounts"]) { world async throws in
            let watch = try Watch(world)
            try await eventually("the stream is open") { watch.text.contains("event: open") }
            world.services.on(KeyVerify.self) { _ in
                throw Refusal(.forbidden, code: "revokedKey", "the key shop_live was revoked")
            }
            try await eventually(within: .seconds(60), "the stream is over") {
                try await publish(OrderChanged.name, of: GatewayWorld.tenant, world)
                return watch.isOver
            }
        }
    }

    @Test("a lost connection to the broker is a gap: everything is to be read again")
    func lostConnectionBroker() async throws {
        try await GatewayWorld.lend(up: ["accounts"]) { world async throws in
            let watch = try Watch(world)
            try await eventually("the stream is open") { watch.text.contains("event: open") }
            // The broker lists a connection only seconds after it was made, so one look may miss the one that matters.
            try await eventually(within: .seconds(60), "the gap is told") {
                try await world.broker.killConnections()
                return watch.text.contains("event: gap")
            }
            try await eventually(within: .seconds(60), "news come again") {
                try await publish(OrderChanged.name, of: GatewayWorld.tenant, world)
                return watch.total("order") > 0
            }
        }
    }

    @Test("a key has a bounded number of views, and one that goes away makes room")
    func keyBoundedNumber() async throws {
        try await GatewayWorld.lend(["GATEWAY_VIEWS": "1"], up: ["accounts"]) { world async throws in
            var watch: Watch? = try Watch(world)
            try await eventually("the stream is open") { watch?.text.contains("event: open") == true }
            let second = try await world.ask("GET", "/v1/events")
            #expect(second.status == 429)
            #expect(try second.problem().code == "tooManyViews")
            watch?.wire.hangUp()
            watch = nil
            try await eventually("there is room again") {
                let again = try Watch(world)
                defer { again.wire.hangUp() }
                try await eventually(within: .seconds(5), "an answer") { again.text.contains("\r\n\r\n") }
                return again.text.contains("200 OK")
            }
        }
    }

    @Test("views need a key, and end with the service")
    func viewsNeedKey() async throws {
        let kept = Mutex<Watch?>(nil)
        try await GatewayWorld.lend(up: ["accounts"]) { world async throws in
            #expect(try await world.ask("GET", "/v1/events", key: nil).status == 401)
            #expect(try await world.ask("GET", "/v1/events?tenant=\(GatewayWorld.uuid(9).text)").status == 403)
            let watch = try Watch(world)
            try await eventually("the stream is open") { watch.text.contains("event: open") }
            kept.withLock { $0 = watch }
        }
        // The gateway has stopped although somebody was watching: it would still be waiting else.
        #expect(kept.withLock { $0 } != nil)
    }
}
