import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import ServiceLifecycle
import TestKit
import Testing

/// Questions and answers over a real broker, with the caller's eyes on a real database.
@Suite(.timeLimit(.minutes(3)))
struct RequestTests {
    @Test("a question is answered, and the handler knows who asked")
    func questionAnsweredHandler() async throws {
        try await RequestWorld.lend { world in
            let reply = try await world.serving { _ in try await world.ask(TallyAdd(key: "a", amount: 3)) }
            #expect(reply == TallyAdd.Reply(total: 3, actor: "shop_abc"))
        }
    }

    @Test("a refusal comes with its kind, its code and its field")
    func refusalComesKind() async throws {
        try await RequestWorld.lend { world in
            let refusal = try await world.serving { _ async throws in
                await refused { try await world.ask(TallyAdd(key: "a", amount: 99, instruction: "refuse")) }
            }
            let expected = Refusal(.invalid, code: "tooMuch", "amount must be below 10", field: "/amount")
            #expect(refusal == expected)
        }
    }

    @Test("a handler's error is hidden from the caller")
    func handlerErrorHidden() async throws {
        try await RequestWorld.lend { world in
            let refusal = try await world.serving { _ async throws in
                await refused { try await world.ask(TallyAdd(key: "a", amount: 1, instruction: "break")) }
            }
            #expect(refusal?.kind == .broken)
            #expect(refusal?.detail.contains("Trouble") == false)
        }
    }

    @Test("a request that the service does not know is unavailable, and one that does not decode names the field")
    func requestServiceNot()
        async throws
    {
        struct Wrong: Request {
            static let name = TallyAdd.name
            typealias Reply = TallyAdd.Reply
            var key = "a"
            var amount = "three"
        }
        try await RequestWorld.lend { world in
            try await world.serving { _ async throws in
                #expect(await refused { try await world.ask(TallyBurn()) }?.kind == .unavailable)
                let unreadable = await refused { try await world.ask(Wrong()) }
                #expect(unreadable?.kind == .invalid)
                #expect(unreadable?.field == "/amount")
            }
        }
    }

    @Test("where no queue takes the request it is unavailable long before the deadline")
    func noQueueTakes() async throws {
        try await RequestWorld.lend { world in
            let start = ContinuousClock.now
            await #expect(throws: RequestTrouble.unavailable) {
                try await world.ask(TallyAdd(key: "a", amount: 1), within: .seconds(60))
            }
            #expect(ContinuousClock.now - start < .seconds(30))
        }
    }

    @Test("after its deadline nobody waits, and what lies in the queue is not begun")
    func afterDeadlineNobody() async throws {
        try await RequestWorld.lend { world in
            try await world.serving { _ in _ = try await world.ask(TallyAdd(key: "before", amount: 1)) }
            for deadline in [Duration.milliseconds(200), .zero, .seconds(-1)] {
                await #expect(throws: RequestTrouble.timedOut) {
                    try await world.ask(TallyAdd(key: "late", amount: 1), within: deadline)
                }
            }
            try await world.serving { _ in _ = try await world.ask(TallyAdd(key: "after", amount: 1)) }
            #expect(world.doings.begun == 2, "before and after")
            #expect(try await world.total("late") == nil)
        }
    }

    /// A broker that did not drop it: the deadline has passed although the message has no expiry.
    @Test("a request that comes too late or says too little is not begun")
    func requestComesLate() async throws {
        try await RequestWorld.lend { world in
            try await world.serving { _ async throws in
                let milliseconds = Int(Date().timeIntervalSince1970 * 1000) - 1
                for headers: JSONValue in [
                    ["shop_tenants": .string(World.tenant.description), "shop_deadline": .integer(milliseconds)], [:],
                ] {
                    let isRouted = try await world.broker.publish(
                        Data(#"{"key":"late","amount":1}"#.utf8), to: "shop.requests", key: TallyAdd.name.rawValue,
                        properties: [
                            "message_id": .string(UUID.v7().text), "type": .string(TallyAdd.name.rawValue),
                            "reply_to": "gateway.test.replies", "headers": headers,
                        ])
                    #expect(isRouted)
                }
                _ = try await world.ask(TallyAdd(key: "after", amount: 1))
                #expect(world.doings.begun == 1, "the queue keeps the order, so both were taken before")
            }
        }
    }

    /// A clock of ours that is ahead of the caller's does the same as a request that comes too late.
    @Test("who asks too late by the service's clock is told so, with the service's time, and an answer tells it too")
    func lateIsTold() async throws {
        try await RequestWorld.lend { world in
            try await world.serving { _ async throws in
                let replies = "gateway.late.replies"
                try await world.broker.declareQueue(replies)
                try await world.broker.bind(replies, to: "shop.replies", key: replies)
                let before = Instant(Date())
                let deadline = Int(before.milliseconds) - 47_000
                for deadline in [deadline, Int(before.milliseconds) + 60_000] {
                    try await world.broker.publish(
                        Data(#"{"key":"late","amount":1}"#.utf8), to: "shop.requests", key: TallyAdd.name.rawValue,
                        properties: [
                            "message_id": .string(UUID.v7().text), "type": .string(TallyAdd.name.rawValue),
                            "reply_to": .string(replies),
                            "headers": [
                                "shop_tenants": .string(World.tenant.description), "shop_deadline": .integer(deadline),
                            ],
                        ])
                }
                try await eventually("both are answered") { try await world.broker.queue(replies)?.ready == 2 }
                let answers = try await world.broker.take(2, from: replies)
                let late = try #require(answers.first { $0.headers["shop_outcome"] == .string("refusal") })
                let refusal = try JSONDecoder().decode(Refusal.self, from: late.payload)
                #expect(refusal.code == Refusal.tooLate && refusal.kind == .unavailable, "as an older peer knows it")
                #expect(refusal.detail.contains("after its deadline by this service's clock, which says 20"))
                for answer in answers {
                    guard case .integer(let time) = answer.headers["shop_time"] else {
                        Issue.record("an answer without a time: \(answer.headers)")
                        continue
                    }
                    #expect(Instant(milliseconds: Int64(time)) >= before)
                }
                #expect(world.doings.begun == 1, "the late one was not begun")
            }
        }
    }

    @Test("a slow request does not keep others waiting")
    func slowRequestNot() async throws {
        try await RequestWorld.lend { world in
            try await world.serving { _ async throws in
                async let slow = world.ask(TallyAdd(key: "slow", amount: 1, instruction: "wait"), within: .seconds(30))
                try await eventually("the slow one has begun") { world.doings.begun == 1 }
                #expect(try await world.ask(TallyAdd(key: "quick", amount: 2)).total == 2)
                world.doings.open()
                #expect(try await slow.total == 1)
            }
        }
    }

    @Test("at shutdown what was taken is still answered")
    func shutdownTakenStill() async throws {
        try await RequestWorld.lend { world in
            let total = try await world.serving { group in
                async let slow = world.ask(TallyAdd(key: "slow", amount: 7, instruction: "wait"), within: .seconds(30))
                try await eventually("the request was taken") { world.doings.begun == 1 }
                await group.triggerGracefulShutdown()
                try await eventually("the service takes no more") {
                    try await world.broker.queue(RequestWorld.queue)?.consumers == 0
                }
                world.doings.open()
                return try await slow.total
            }
            #expect(total == 7)
        }
    }
}
