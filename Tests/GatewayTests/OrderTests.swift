import Contracts
import Foundation
import Messaging
import Schemas
import TestKit
import Testing

@testable import Gateway

/// An order across the services.
@Suite(.timeLimit(.minutes(4)))
struct OrderTests {
    private static let order = OrderID(GatewayWorld.uuid(1))
    private static let shipment = ShipmentID(GatewayWorld.uuid(2))

    private static func sample<Value: Decodable>(_: Value.Type = Value.self) throws -> Value {
        try SchemaProbe().probe(Value.self).sample
    }

    /// Ingestion at 1 s and 5 s, Inventory at 2 s, Fulfillment at 3 s.
    private static func script(_ services: ScriptedServices) {
        services.on(OrderGet.self) { question in
            guard question.order == Self.order.description || question.order == "576" else {
                throw Refusal(.notFound, code: "unknownOrder", "there is no such order", field: "/order")
            }
            var reply = try Self.sample(OrderGet.Reply.self)
            reply.order.order = Self.order
            let placed = OrderEvent(
                version: 1, status: .unpaid, changed: [], source: "webhook", at: Instant(seconds: 1),
                recordedAt: Instant(seconds: 1))
            var paid = placed
            (paid.version, paid.status, paid.previousStatus, paid.at) = (2, .onHold, .unpaid, Instant(seconds: 5))
            reply.events = [placed, paid]
            return reply
        }
        services.on(OrderStockGet.self) { _ in
            var reply = try Self.sample(OrderStockGet.Reply.self)
            reply.state = "reserved"
            reply.moves[0].at = Instant(seconds: 2)
            reply.moves[0].kind = "reserved"
            reply.moves[0].reserved = 3
            reply.needs[0].sku = reply.moves[0].sku
            reply.needs[0].code = "TEA-1"
            return reply
        }
        services.on(OrderShipmentsGet.self) { question in
            var record = try Self.sample(ShipmentRecord.self)
            (record.order, record.shipment) = (question.order, Self.shipment)
            let event = ShipmentEvent(
                kind: "labelBought", sentence: "A label was bought.", actor: "automation", at: Instant(seconds: 3))
            return OrderShipmentsGet.Reply(shipments: [.init(shipment: record, events: [event])])
        }
    }

    @Test(
        "an order's detail has one timeline across the services, by our id or the channel's",
        arguments: [GatewayWorld.uuid(1).text, "576"])
    func orderDetailTimeline(_ name: String)
        async throws
    {
        try await GatewayWorld.lend { world async throws in
            Self.script(world.services)
            let detail: OrderDetail = try await world.ask("GET", "/v1/orders/\(name)").json()
            #expect(detail.timeline.map(\.kind) == ["unpaid", "reserved", "labelBought", "onHold"])
            #expect(detail.timeline.map(\.service) == ["ingestion", "inventory", "fulfillment", "ingestion"])
            #expect(detail.timeline.map(\.sentence).first == "first seen by webhook")
            #expect(detail.timeline[1].sentence == "TEA-1: reserved +3")
            #expect(detail.timeline[3].sentence == "unpaid → on hold")
            #expect(detail.missing == [])
            #expect(detail.shipments.map(\.shipment.shipment) == [Self.shipment])
            #expect(try world.services.asked(OrderStockGet.self).map(\.order) == [Self.order])
            #expect(try world.services.asked(OrderShipmentsGet.self).map(\.order) == [Self.order])
        }
    }

    @Test("with services down it answers what it has and names what is missing")
    func servicesDownAnswers() async throws {
        try await GatewayWorld.lend(up: ["accounts", "inventory"]) { world async throws in
            Self.script(world.services)
            let target = "/v1/orders/\(Self.order)"
            let detail: OrderDetail = try await world.ask("GET", target).json()
            #expect(detail.missing == ["ingestion", "fulfillment"])
            #expect(detail.stock?.state == "reserved")
            #expect(detail.order == nil && detail.shipments.isEmpty)
            world.services.on(OrderStockGet.self) { _ in throw Refusal(.notFound, code: "unknownOrder", "no such order")
            }
            let nothing = try await world.ask("GET", target)
            #expect(nothing.status == 503, "nobody could say whether there is such an order")
            #expect(try await world.ask("GET", "/v1/orders/576").status == 503)
        }
    }

    @Test("an order that is not there is not there, whatever others say")
    func orderNotNot() async throws {
        try await GatewayWorld.lend(up: ["accounts", "ingestion", "inventory", "fulfillment"]) { world async throws in
            Self.script(world.services)
            #expect(try await world.ask("GET", "/v1/orders/\(GatewayWorld.uuid(9).text)").status == 404)
            #expect(try await world.ask("GET", "/v1/orders/999").status == 404)
        }
    }

    /// So many orders of a list, newest first as Ingestion tells them.
    private static func list(_ count: UInt8, on services: ScriptedServices) -> [OrderID] {
        let ids = (0..<count).map { OrderID(GatewayWorld.uuid(100 + $0)) }
        services.on(OrderList.self) { _ in
            let summary = try Self.sample(OrderSummary.self)
            return OrderList.Reply(
                orders: ids.map { id in
                    var one = summary
                    one.order = id
                    return one
                }, next: "n")
        }
        return ids
    }

    /// Inventory knows all but the last order, Fulfillment every second one; neither answers in the list's order.
    private static func scriptProgress(_ ids: [OrderID], on services: ScriptedServices) {
        services.on(OrderStockStates.self) { question in
            let known = question.orders.filter { $0 != ids.last }.reversed()
            return OrderStockStates.Reply(
                states: known.map { OrderStockState(order: $0, state: $0 == ids[3] ? "waiting" : "reserved") })
        }
        services.on(ShipmentNewest.self) { question in
            let record = try Self.sample(ShipmentRecord.self)
            let shipments = question.orders.enumerated().filter { $0.offset.isMultiple(of: 2) }.map { _, order in
                var one = record
                (one.order, one.shipment) = (order, ShipmentID(order.uuid))
                return one
            }
            return ShipmentNewest.Reply(shipments: shipments.reversed())
        }
    }

    @Test("a list tells of stock and parcels when it is asked to, with one question to each service")
    func listTellsStock() async throws {
        try await GatewayWorld.lend { world async throws in
            let ids = Self.list(40, on: world.services)
            Self.scriptProgress(ids, on: world.services)
            let plain: OrderPage = try await world.ask("GET", "/v1/orders").json()
            #expect(plain.progress == nil && plain.next == "n")
            #expect(try world.services.asked(OrderStockStates.self).isEmpty)
            let page: OrderPage = try await world.ask("GET", "/v1/orders?progress=true").json()
            let progress = try #require(page.progress)
            #expect(progress.map(\.order) == ids)
            var states: [String?] = ids.map { _ in "reserved" }
            (states[3], states[39]) = ("waiting", nil)
            #expect(progress.map(\.stock) == states)
            let parcels = ids.enumerated().map { $0.offset.isMultiple(of: 2) ? ShipmentID($0.element.uuid) : nil }
            #expect(progress.map { $0.shipment?.shipment } == parcels)
            #expect(page.missing == [])
            #expect(try world.services.asked(OrderStockStates.self).map(\.orders) == [ids])
            #expect(try world.services.asked(ShipmentNewest.self).map(\.orders) == [ids])
            let names = [KeyVerify.name, OrderList.name, OrderStockStates.name, ShipmentNewest.name].map(\.rawValue)
            #expect(Set(world.services.asked.map(\.name)) == Set(names))
        }
    }

    @Test("what one service answers is passed on as it stands, with what an older gateway does not know of")
    func passedOn() async throws {
        try await GatewayWorld.lend(up: ["accounts", "ingestion"]) { world async throws in
            let text = #"{"next":"n","orders":[],"since":"2.0"}"#
            world.services.on(OrderList.self, says: text)
            let answer = try await world.ask("GET", "/v1/orders")
            #expect(answer.status == 200)
            #expect(String(decoding: answer.body, as: UTF8.self) == text)
        }
    }

    @Test("of a list without orders nobody else is asked")
    func emptyList() async throws {
        try await GatewayWorld.lend(up: ["accounts", "ingestion"]) { world async throws in
            _ = Self.list(0, on: world.services)
            let page: OrderPage = try await world.ask("GET", "/v1/orders?progress=true").json()
            #expect(page.orders.isEmpty && page.progress == [] && page.missing == [])
        }
    }

    /// Inventory's queue is not bound to the question, and Fulfillment says what one that is older does.
    @Test("a list names the services that are older than the questions about stock and parcels, and tells the rest")
    func olderServices() async throws {
        try await GatewayWorld.lend(up: ["accounts", "ingestion", "fulfillment"]) { world async throws in
            let ids = Self.list(5, on: world.services)
            Self.scriptProgress(ids, on: world.services)
            let half: OrderPage = try await world.ask("GET", "/v1/orders?progress=true").json()
            #expect(half.missing == ["inventory"])
            #expect(half.progress?.map(\.order) == ids && half.progress?.map(\.stock) == [nil, nil, nil, nil, nil])
            #expect(half.progress?.map { $0.shipment != nil } == [true, false, true, false, true])
            world.services.on(ShipmentNewest.self) { _ in
                throw Refusal(.unavailable, code: "unknownRequest", "this version does not serve it")
            }
            let none: OrderPage = try await world.ask("GET", "/v1/orders?progress=true").json()
            #expect(none.missing == ["fulfillment", "inventory"])
            #expect(none.orders.map(\.order) == ids && none.progress?.map(\.order) == ids)
            #expect(none.progress?.contains { $0.shipment != nil } == false)
        }
    }

    @Test("a service that does not answer in time is 504, one that is away 503")
    func serviceNotAnswer() async throws {
        try await GatewayWorld.lend(up: ["accounts", "inventory"]) { world async throws in
            #expect(try await world.ask("GET", "/v1/connections").status == 503)
            #expect(try await world.ask("GET", "/v1/stock").status == 504, "it hears, and never answers")
        }
    }

    @Test("failures come from all services, each asked under its own name")
    func failuresComeServices() async throws {
        try await GatewayWorld.lend(up: ["accounts", "inventory"]) { world async throws in
            world.services.on(FailureList.self) { question, asked in
                let service = asked.routingKey.prefix { $0 != "." }
                let at = Instant(seconds: service == "accounts" ? 5 : 7)
                var record = try Self.sample(FailureRecord.self)
                (record.lane, record.lastAt) = ("\(service).orders", at)
                return [record]
            }
            let page: FailureRoutes.Page = try await world.ask("GET", "/v1/failures?limit=10").json()
            #expect(page.failures.map(\.lane) == ["inventory.orders", "accounts.orders"])
            #expect(page.missing == ["analytics", "credit", "fulfillment", "ingestion"])
            world.services.on(FailureAct.self) { question, asked in
                #expect(asked.routingKey == "inventory.shop.failure.act.v1")
                var record = try Self.sample(FailureRecord.self)
                (record.lane, record.state) = (question.lane, question.act == .replay ? .replayed : .discarded)
                return record
            }
            let target = "/v1/failures/inventory.orders/\(GatewayWorld.uuid(1).text)/replay"
            let record: FailureRecord = try await world.ask("POST", target).json()
            #expect(record.state == .replayed && record.lane == "inventory.orders")
        }
    }
}
