import AMQP
import Contracts
import Foundation
import Messaging
import Schemas
import Synchronization
import TestKit

@testable import Gateway

/// Services that answer requests on the real queues by a script, and remember what they were asked.
final class ScriptedServices: Sendable {
    /// One question as it came.
    struct Asked: Sendable {
        let name: String
        let routingKey: String
        let body: Data
        let tenants: [String]
        let actor: String?
        let idempotencyKey: String?
        let traceparent: String?

        func decoded<Value: Decodable>(_: Value.Type = Value.self) throws -> Value {
            try JSONDecoder().decode(Value.self, from: body)
        }
    }

    private struct State {
        var answers: [String: @Sendable (Asked) throws -> Data] = [:]
        var asked: [Asked] = []
    }

    private let state = Mutex(State())
    private let consumers: [AMQPConsumer]
    private let publisher: AMQPPublisher

    init(_ services: [String], _ broker: AMQPConfiguration) throws {
        publisher = try AMQPPublisher(broker.named("scripted answers"), logger: silent)
        consumers = try services.map { service in
            try AMQPConsumer(
                broker.named("scripted \(service)"), queue: "\(service).requests", prefetch: 100,
                topology: Topology.broker(for: service), logger: silent)
        }
    }

    var isUp: Bool { consumers.allSatisfy { $0.health.condition == .up } }

    /// What was asked, in order.
    var asked: [Asked] { state.withLock { $0.asked } }

    func asked<Question: Request>(_: Question.Type) throws -> [Question] {
        try asked.filter { $0.name == Question.name.rawValue }.map { try $0.decoded() }
    }

    /// From now on this is the answer; a thrown ``Refusal`` refuses.
    func on<Question: Request>(_: Question.Type, _ answer: @escaping @Sendable (Question) throws -> Question.Reply) {
        on(Question.self) { question, _ in try answer(question) }
    }

    func on<Question: Request>(
        _: Question.Type, _ answer: @escaping @Sendable (Question, Asked) throws -> Question.Reply
    ) {
        state.withLock {
            $0.answers[Question.name.rawValue] = { asked in
                try JSONEncoder().encode(try answer(try asked.decoded(), asked))
            }
        }
    }

    /// From now on these are the answer's bytes.
    func on<Question: Request>(_: Question.Type, says text: String) {
        state.withLock { $0.answers[Question.name.rawValue] = { _ in Data(text.utf8) } }
    }

    /// Nobody answers this any more.
    func silence<Question: Request>(_: Question.Type) {
        state.withLock { $0.answers[Question.name.rawValue] = nil }
    }

    /// Answers as long as the body runs.
    func serving<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup { group in
            for consumer in consumers { group.addTask { await self.serve(consumer) } }
            let result = await outcome { try await body() }
            for consumer in consumers { consumer.cancel() }
            try await group.waitForAll()
            for consumer in consumers { await consumer.close() }
            await publisher.close(within: .seconds(2))
            return try result.get()
        }
    }

    private func serve(_ consumer: AMQPConsumer) async {
        while let deliveries = await consumer.next(atMost: 100) {
            for delivery in deliveries { answer(delivery) }
            if let last = deliveries.last { consumer.acknowledge(through: last.receipt) }
        }
    }

    private func answer(_ delivery: Delivery) {
        let headers = delivery.properties.headers
        let asked = Asked(
            name: delivery.properties.type ?? "", routingKey: delivery.routingKey, body: Data(delivery.body),
            tenants: headers["shop_tenants"]?.string?.split(separator: ",").map(String.init) ?? [],
            actor: headers["shop_actor"]?.string, idempotencyKey: headers["shop_idempotency_key"]?.string,
            traceparent: headers["traceparent"]?.string)
        let script = state.withLock { state in
            state.asked.append(asked)
            return state.answers[asked.name]
        }
        guard let script, let queue = delivery.properties.replyTo, let id = delivery.properties.messageID else {
            return
        }
        let (outcome, body) = Self.result(of: script, asked)
        let properties = MessageProperties(
            contentType: "application/json", messageID: UUID.v7().text, isPersistent: false,
            headers: ["cloudEvents_causationid": .string(id), "shop_outcome": .string(outcome)])
        publisher.publish(
            [
                Publication(
                    exchange: "shop.replies", routingKey: queue, isMandatory: false, properties: properties,
                    body: Array(body))
            ]
        ) { _ in }
    }

    private static func result(of script: (Asked) throws -> Data, _ asked: Asked) -> (String, Data) {
        do {
            return ("reply", try script(asked))
        } catch let refusal as Refusal {
            return ("refusal", (try? JSONEncoder().encode(refusal)) ?? Data())
        } catch {
            return ("refusal", Data())
        }
    }
}

extension ScriptedServices {
    /// Any answer of the right shape, to everything that the gateway asks but keys.
    func answerSamples() {
        func sample<Question: Request>(_: Question.Type) {
            on(Question.self) { _ in try SchemaProbe().probe(Question.Reply.self).sample }
        }
        for type in Self.questions { sample(type) }
    }

    private static let questions: [any Request.Type] = [
        OrderList.self, OrderGet.self, OrderCancel.self, ReturnList.self, ConnectionList.self, ConnectionBegin.self,
        ConnectionFinish.self, ConnectionEnd.self, StockList.self, StockHistory.self, ListingList.self,
        OrderStockGet.self, StockAdjust.self, StockUndo.self, StockHold.self, StockUnhold.self, ReturnInspect.self,
        ListingMap.self, ShipmentList.self, ShipmentGet.self, ShipmentAct.self, ShipmentTrackingFix.self,
        HoldList.self, WaitingList.self, StockSettingsPut.self, SummaryGet.self, TenantCreate.self, TenantList.self,
        SettingsGet.self,
        SettingsChange.self, KeyCreate.self,
        KeyList.self, KeyRotate.self, KeyRevoke.self, ActionList.self, FailureList.self, FaultList.self,
        ConnectionSet.self, SubjectCreate.self, LinkOffer.self, LinkAccept.self, LinkEnd.self, LinkList.self,
        ScoreGet.self, ScoreHistory.self, ScoreSimulate.self, ConsentGive.self, ConsentRevoke.self, ConsentList.self,
        CreditReadList.self, DisputeOpen.self, DisputeWithdraw.self, DisputeList.self, DocumentDeclare.self,
        DocumentList.self, CreditDelete.self, PlatformList.self,
        ReadGrantList.self, ReadGrantEnd.self, OrderStockStates.self, ShipmentNewest.self, OrderShipmentsGet.self,
    ]
}
