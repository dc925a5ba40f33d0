import AMQP
import Contracts
import Foundation
import Logging
import Postgres
import TestKit
import Testing

@testable import Messaging

/// Said by work that was done.
private struct Pushed: Event {
    static let name: MessageName = "shop.pushed.v1"
    let key: String
}

@Suite struct WorkerTests {
    private let tenant = TenantID.mint()
    private let shop = ShopID.mint()

    private var item: WorkItem {
        WorkItem(
            Push.self, tenant: tenant, key: "sku", shop: shop, payload: Push.Payload(quantity: 1),
            cause: Metadata(name: "shop.order.changed.v1", correlation: "journey", traceparent: "00-trace"))
    }

    private func notes(_ bench: WorkBench) async throws -> [String] {
        try await bench.database.rows("SELECT text FROM notes ORDER BY text", as: String.self)
    }

    private func outbox(_ bench: WorkBench) async throws -> [(String, UUID?, String?)] {
        try await bench.database.rows(
            """
            SELECT told.type, told.tenant_id, told.correlation
            FROM outbox JOIN told ON told.told_at = outbox.told_at AND told.id = ANY(messages)
            """, as: (String, UUID?, String?).self)
    }

    @Test("the result and its messages are committed together")
    func theResultAndItsMessagesAreCommittedTogether() async throws {
        try await WorkBench.run { bench in
            try await bench.database.run("CREATE TABLE notes (text text PRIMARY KEY)")
            let push = Push { job in
                .done(events: [Draft(Pushed(key: job.item.key))]) { $0.run("INSERT INTO notes VALUES ('pushed')") }
            }
            try await bench.want(item)
            try await bench.withWorker([push]) { _ in
                try await eventually("it is done") { try await bench.rows().isEmpty }
            }
            #expect(try await notes(bench) == ["pushed"])
            let sent = try await outbox(bench)
            #expect(sent.count == 1)
            #expect(sent[0] == ("shop.pushed.v1", tenant.uuid, "journey"))
        }
    }

    @Test("messages leave right after the commit")
    func messagesLeaveRightAfterTheCommit() async throws {
        let broker = try #require(ProcessInfo.processInfo.environment["TEST_AMQP_URL"], "tests need a broker")
        let queue = "tests.work.\(UUID().uuidString)"
        let consumer = try AMQPConsumer(
            AMQPConfiguration(url: broker), queue: queue, prefetch: 10,
            topology: BrokerTopology(queues: [.exclusive(queue)]), logger: Logger(label: "test"))
        try await eventually("the queue is there") { consumer.health.condition == .up }
        try await WorkBench.run { bench in
            let push = Push { job in .done(events: [Draft(Pushed(key: job.item.key))]) }
            let router: Router = { _ in Route(exchange: "", key: queue, isMandatory: true) }
            try await bench.withWorker([push], broker: broker, router: router) { _ in
                try await bench.want(item)
                let delivery = try #require(await consumer.next(atMost: 1)?.first)
                #expect(delivery.properties.type == "shop.pushed.v1")
                #expect(delivery.properties.correlationID == "journey")
                #expect(delivery.properties.headers["traceparent"] == .string("00-trace"))
                #expect(delivery.properties.headers["cloudEvents_tenantid"] == .string(tenant.description))
                #expect(String(decoding: delivery.body, as: UTF8.self) == #"{"key":"sku"}"#)
            }
            #expect(try await outbox(bench).isEmpty, "the broker has confirmed it")
        }
        consumer.cancel()
        await consumer.close()
    }

    @Test("a result that cannot be saved sends nothing and is tried again")
    func aResultThatCannotBeSavedSendsNothingAndIsTriedAgain() async throws {
        try await WorkBench.run { bench in
            try await bench.database.run("CREATE TABLE notes (text text PRIMARY KEY)")
            try await bench.database.run("INSERT INTO notes VALUES ('pushed')")
            let push = Push { job in
                .done(events: [Draft(Pushed(key: job.item.key))]) { $0.run("INSERT INTO notes VALUES ('pushed')") }
            }
            try await bench.want(item)
            try await bench.withWorker([push]) { _ in
                try await eventually("it waits") { try await bench.rows().first?.state == .waiting }
            }
            #expect(try await outbox(bench).isEmpty)
            #expect(try await bench.rows().map(\.reason) == ["its result could not be saved"])
        }
    }

    @Test("a result may look before it saves")
    func aResultMayLookBeforeItSaves() async throws {
        try await WorkBench.run { bench in
            try await bench.database.run("CREATE TABLE notes (text text PRIMARY KEY)")
            try await bench.database.run("INSERT INTO notes VALUES ('before')")
            let push = Push { job in
                .done { transaction in
                    let texts = try await transaction.rows("SELECT text FROM notes", as: String.self)
                    try await transaction.run("INSERT INTO notes VALUES (\(texts[0] + " and after"))")
                    return [Draft(Pushed(key: texts[0]))]
                }
            }
            try await bench.want(item)
            try await bench.withWorker([push]) { _ in
                try await eventually("it is done") { try await bench.rows().isEmpty }
            }
            #expect(try await notes(bench) == ["before", "before and after"])
            #expect(try await outbox(bench).count == 1)
        }
    }

    @Test("what is committed on the way stays when the work fails")
    func whatIsCommittedOnTheWayStaysWhenTheWorkFails() async throws {
        struct Bug: Error {}
        try await WorkBench.run { bench in
            try await bench.database.run("CREATE TABLE notes (text text PRIMARY KEY)")
            let push = Push { job in
                try await job.checkpoint { $0.run("INSERT INTO notes VALUES ('attempt')") }
                throw Bug()
            }
            try await bench.want(item)
            try await bench.withWorker([push]) { _ in
                try await eventually("it waits") { try await bench.rows().first?.state == .waiting }
            }
            #expect(try await notes(bench) == ["attempt"])
        }
    }

    @Test("a worker whose job was taken over commits nothing")
    func aWorkerWhoseJobWasTakenOverCommitsNothing() async throws {
        try await WorkBench.run { bench in
            try await bench.database.run("CREATE TABLE notes (text text)")
            let runs = Locked(0)
            let gate = Doorbell()
            let push = Push { job in
                let run = runs.with { count in
                    count += 1
                    return count
                }
                // The first run loses touch for so long that another worker takes its job over.
                if run == 1 { await gate.wait() }
                return .done(events: [Draft(Pushed(key: "\(run)"))]) {
                    $0.run("INSERT INTO notes VALUES (\("run \(run)"))")
                }
            }
            try await bench.want(item)
            try await bench.withWorker([push], workers: 2) { _ in
                try await eventually("it runs") { runs.with { $0 } == 1 }
                try await bench.pass(60)
                try await eventually("it was done by the other one") { try await bench.rows().isEmpty }
                gate.ring()
            }
            #expect(try await notes(bench) == ["run 2"])
            #expect(try await outbox(bench).count == 1)
        }
    }

    @Test("work that throws is tried again until it is a failure")
    func workThatThrowsIsTriedAgainUntilItIsAFailure() async throws {
        struct Bug: Error {}
        struct Hasty: WorkKind {
            static let name = "hasty"
            static let endpoint = EndpointClass.inside("hasty")
            static let limits = WorkLimits(
                attempts: 3, backoff: WorkBackoff(first: .milliseconds(1), longest: .milliseconds(1)))
            let runs: Locked<Int>
            func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
                runs.with { $0 += 1 }
                throw Bug()
            }
        }
        try await WorkBench.run { bench in
            let runs = Locked(0)
            try await bench.want(WorkItem(Hasty.self, tenant: tenant, key: "k"))
            try await bench.withWorker([Hasty(runs: runs)]) { _ in
                try await eventually("it is a failure") { try await bench.rows().first?.state == .failed }
            }
            #expect(runs.with { $0 } == 3)
            let row = try await bench.rows()[0]
            #expect(row.reason == "the work threw" && row.detail == "Bug()" && row.attempt == 3)
        }
    }

    @Test("work that takes too long is cancelled and what it returns counts")
    func workThatTakesTooLongIsCancelledAndWhatItReturnsCounts() async throws {
        struct Slow: WorkKind {
            static let name = "slow"
            static let endpoint = EndpointClass.inside("slow")
            static let limits = WorkLimits(deadline: .milliseconds(50))
            func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
                let wait: Void? = try? await Task.sleep(for: .seconds(60))
                if job.item.key == "silent" { try Task.checkCancellation() }
                return wait == nil ? .unknownOutcome(checkAfter: .seconds(40), "the call timed out") : .done()
            }
        }
        try await WorkBench.run { bench in
            try await bench.want(
                WorkItem(Slow.self, tenant: tenant, key: "knows", shop: .mint()),
                WorkItem(Slow.self, tenant: tenant, key: "silent", shop: .mint()))
            try await bench.withWorker([Slow()]) { _ in
                try await eventually("both wait") { try await bench.rows().allSatisfy { $0.state == .waiting } }
            }
            let rows = try await bench.rows()
            #expect(rows.map(\.isOutcomeUnknown) == [true, false])
            #expect(rows.map(\.reason) == ["the call timed out", "it took longer than its deadline"])
        }
    }

    @Test("an unreadable payload is a failure of its own")
    func anUnreadablePayloadIsAFailureOfItsOwn() async throws {
        try await WorkBench.run { bench in
            try await bench.want(item)
            try await bench.database.run("UPDATE work SET payload = '{}'")
            try await bench.withWorker([Push()]) { _ in
                try await eventually("it is a failure") { try await bench.rows().first?.state == .failed }
            }
            let row = try await bench.rows()[0]
            #expect(row.reason == "the payload does not decode" && row.detail == "quantity is missing")
        }
    }

    @Test("a nudge is enough")
    func aNudgeIsEnough() async throws {
        try await WorkBench.run { bench in
            let runs = Locked(0)
            let push = Push { _ in
                runs.with { $0 += 1 }
                return .done()
            }
            // It would look by itself after an hour only.
            try await bench.withWorker([push], poll: .seconds(3600)) { _ in
                try await eventually("it sleeps") { bench.queue.bell.isAwaited }
                var pipeline = Pipeline()
                try WorkQueue.enqueue([item], into: &pipeline)
                try await bench.database.send(pipeline)
                bench.queue.nudge()
                try await eventually("it runs") { runs.with { $0 } == 1 }
            }
        }
    }

    @Test("work of another process is found by itself")
    func workOfAnotherProcessIsFoundByItself() async throws {
        try await WorkBench.run { bench in
            let elsewhere = WorkQueue(bench.database)
            try await bench.withWorker([Push()]) { _ in
                try await elsewhere.enqueue([item])
                try await eventually("it is done") { try await bench.rows().isEmpty }
            }
        }
    }

    @Test("at shutdown jobs in hand are finished")
    func atShutdownJobsInHandAreFinished() async throws {
        try await WorkBench.run { bench in
            let runs = Locked(0)
            let push = Push { job in
                runs.with { $0 += 1 }
                try await Task.sleep(for: .milliseconds(300))
                return .done()
            }
            try await bench.want(item)
            try await bench.withWorker([push]) { _ in
                try await eventually("it runs") { runs.with { $0 } == 1 }
            }
            #expect(try await bench.rows().isEmpty)
        }
    }

    @Test("what is not finished in time is given back")
    func whatIsNotFinishedInTimeIsGivenBack() async throws {
        try await WorkBench.run { bench in
            let runs = Locked(0)
            let push = Push { job in
                runs.with { $0 += 1 }
                try await Task.sleep(for: .seconds(60))
                return .done()
            }
            try await bench.want(item)
            try await bench.withWorker([push], drainDeadline: .milliseconds(50)) { _ in
                try await eventually("it runs") { runs.with { $0 } == 1 }
            }
            let row = try await bench.rows()[0]
            #expect(row.state == .ready && row.attempt == 0)
            #expect(try await bench.claim(1, Push()).count == 1, "the next one may take it at once")
        }
    }

    @Test("transactions of requests send messages too")
    func transactionsOfRequestsSendMessagesToo() async throws {
        struct Refused: Error {}
        try await WorkBench.run { bench in
            try await bench.withWorker([Push()]) { messaging in
                try await messaging.transact(cause: Metadata(name: "request", tenant: tenant)) { transaction in
                    try await transaction.database.run("SELECT 1")
                    try transaction.publish([Draft(Pushed(key: "k"))])
                }
                await #expect(throws: Refused.self) {
                    try await messaging.transact { transaction in
                        try transaction.publish([Draft(Pushed(key: "never"))])
                        throw Refused()
                    }
                }
            }
            #expect(try await outbox(bench).map(\.1) == [tenant.uuid])
        }
    }
}
