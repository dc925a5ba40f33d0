import Contracts
import Messaging
import Schemas
import Testing

/// What the document says of who sends and who takes is what the topology says, message by message and no more.
@Suite struct AsyncAPITopologyTests {
    /// One line of the document: who does what, on which channel.
    private struct Line: Hashable, CustomStringConvertible {
        let operation: String
        let action: String
        let address: String
        let message: String

        var description: String { "\(operation): \(action) \(message) at \(address)" }
    }

    private static func lines() throws -> Set<Line> {
        let document = try AsyncAPITests.node()
        return Set(
            try document["operations"].members.map { name, operation in
                guard case .text(let action) = operation["action"],
                    case .text(let channel) = operation["channel"]?["$ref"],
                    case .array(let messages) = operation["messages"], messages.count == 1,
                    case .text(let message) = messages[0]["$ref"],
                    let id = channel.split(separator: "/").last.map(String.init),
                    case .text(let address) = document["channels"]?[id]?["address"]
                else { throw Unreadable(operation: name) }
                return Line(
                    operation: name, action: action, address: address,
                    message: String(message.split(separator: "/").last ?? ""))
            })
    }

    private struct Unreadable: Error {
        let operation: String
    }

    @Test("operations are exactly what the topology tells, hears, shows live, asks and answers")
    func equality() throws {
        let parts = [Self.told(), Self.heard(), Self.doors, Self.asked(), Self.answered()]
        let (expected, found) = (Set(parts.joined()), try Self.lines())
        #expect(found.subtracting(expected) == [], "the topology knows nothing of it")
        #expect(expected.subtracting(found) == [], "the document does not say so")
    }

    private static func told() -> [Line] {
        Topology.told.flatMap { service, types in
            types.map {
                Line(
                    operation: "\(service).send.\($0.name)", action: "send", address: "\($0.name)",
                    message: "\($0.name)")
            }
        }
    }

    private static func heard() -> [Line] {
        let lanes = Topology.lanes.filter { $0.exchange == .events }
        let queues = lanes.map { ($0.queue, $0.keys) } + [("gateway.live", Topology.live.map { $0.name.rawValue })]
        return queues.flatMap { queue, names in
            names.map { Line(operation: "\(queue).\($0)", action: "receive", address: $0, message: $0) }
        }
    }

    /// Written out, as the bindings `gateway.tiktok.#`, `gateway.shippo.#` and `in.#` of the lanes say.
    private static let doors: [Line] = {
        let (webhook, order) = ("shop.webhook.received.v1", "shop.order.submitted.v1")
        func line(_ operation: String, _ action: String, _ address: String, _ message: String) -> Line {
            Line(operation: operation, action: action, address: address, message: message)
        }
        let (tiktok, shippo, outside) = ("gateway.tiktok.{kind}", "gateway.shippo.{kind}", "in.{user}.{kind}")
        return [
            line("gateway.send.gateway.tiktok.\(webhook)", "send", tiktok, webhook),
            line("ingestion.webhooks.gateway.tiktok.\(webhook)", "receive", tiktok, webhook),
            line("gateway.send.gateway.shippo.\(webhook)", "send", shippo, webhook),
            line("fulfillment.webhooks.gateway.shippo.\(webhook)", "receive", shippo, webhook),
            line("producer.send.\(webhook)", "send", outside, webhook),
            line("ingestion.webhooks.\(webhook)", "receive", outside, webhook),
            line("producer.send.\(order)", "send", outside, order),
            line("ingestion.webhooks.\(order)", "receive", outside, order),
        ]
    }()

    @Test("the webhooks' ways are those of the lanes")
    func webhookLanes() {
        let lanes = Topology.lanes.filter { $0.exchange == .webhooks }.map { "\($0.queue) \($0.keys)" }
        #expect(
            lanes == [
                #"ingestion.webhooks ["gateway.tiktok.#", "in.#"]"#, #"fulfillment.webhooks ["gateway.shippo.#"]"#,
            ])
    }

    private static func asked() -> [Line] {
        Topology.requests.flatMap { request -> [Line] in
            let name = request.name.rawValue
            let address = Topology.ofEachService.contains { $0.name == request.name } ? "{service}.\(name)" : name
            return Topology.askers(of: request).map {
                Line(operation: "\($0).send.\(name)", action: "send", address: address, message: name)
            }
        }
    }

    private static func answered() -> [Line] {
        Topology.lanes.filter { $0.exchange == .requests }.flatMap { lane in
            lane.keys.map { key in
                let isOfEach = key.hasPrefix("\(lane.service).")
                let name = isOfEach ? String(key.dropFirst(lane.service.count + 1)) : key
                return Line(
                    operation: "\(lane.queue).\(name)", action: "receive",
                    address: isOfEach ? "{service}.\(name)" : name, message: name)
            }
        }
    }

    @Test("publishers and consumers of each message are listed, each service once")
    func lists() throws {
        let document = try AsyncAPITests.node()
        let messages = (document["components"]?["messages"]).members
        func names(_ message: String, _ list: String) -> [String] {
            guard case .array(let names) = messages[message]?[list] else { return ["no \(list)"] }
            return names.map { if case .text(let name) = $0 { name } else { "" } }
        }
        let lines = try Self.lines()
        for message in try Documented.messages {
            let own = lines.filter { $0.message == message.name }
            func doers(_ action: String) -> [String] {
                let names = own.filter { $0.action == action }.map { $0.operation.prefix { $0 != "." } }
                return Set(names.map { $0 == "producer" ? "outside producers" : String($0) }).sorted()
            }
            #expect(names(message.name, "x-publishers") == doers("send"), "\(message.name)")
            #expect(names(message.name, "x-consumers") == doers("receive"), "\(message.name)")
        }
        #expect(names("shop.action.taken.v1", "x-publishers") == ["credit", "fulfillment", "ingestion", "inventory"])
        #expect(names("shop.webhook.received.v1", "x-publishers") == ["gateway", "outside producers"])
        #expect(names("shop.webhook.received.v1", "x-consumers") == ["fulfillment", "ingestion"])
        #expect(names("shop.stock.low.v1", "x-consumers") == ["gateway"])
        guard case .text(let told) = messages["shop.stock.low.v1"]?["description"] else { return #expect(Bool(false)) }
        #expect(told.hasSuffix("\n\nSent by inventory as `shop.stock.low.v1`, taken by live views."))
    }

    @Test("a message is mandatory where the services' own router says so")
    func mandatory() throws {
        let operations = try AsyncAPITests.node()["operations"].members
        for (service, types) in Topology.told {
            for type in types {
                let told = operations["\(service).send.\(type.name)"]?["bindings"]?["amqp"]?["mandatory"]
                #expect(told == .truth(Topology.route(type.name).isMandatory), "\(service) \(type.name)")
            }
        }
        let low = operations["inventory.send.shop.stock.low.v1"]?["bindings"]?["amqp"]
        #expect(low?["mandatory"] == false && low?["deliveryMode"] == 2)
        let asked = operations["gateway.send.shop.order.list.v1"]?["bindings"]?["amqp"]
        #expect(asked?["mandatory"] == true && asked?["deliveryMode"] == 1, "a request is not kept on disk")
    }
}
