import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

/// What tells of a person, where it has to wait: sealed, shown without values, erased with the buyer.
@Suite(.timeLimit(.minutes(10)))
struct SealingTests {
    @Test("a name and a street are found nowhere in failures and deferred")
    func nameStreetFound() async throws {
        try await World.lend { world in
            let vault = try People.vault()
            for instruction in ["reject", "later", "throw"] { try await world.send(People.recipient(instruction)) }
            // A later version, an envelope that cannot be read, a field of which the decoder would quote the value.
            try await world.send(People.recipient("x"), type: "shop.recipient.changed.v9")
            try await world.send(People.recipient("x"), type: nil)
            try await world.put(Data(#"{"order":"\#(People.name)"}"#.utf8), type: RecipientChanged.name.rawValue)
            try await world.running(People.lane(), vault: vault) {
                try await eventually("four have failed and two wait") {
                    let (failed, waiting) = (try await world.count("failures"), try await world.count("deferred"))
                    return failed == 4 && waiting == 2
                }
            }
            #expect(try await world.traces(in: "failures") == 0)
            #expect(try await world.traces(in: "deferred") == 0)
            // The same search finds what is not sealed.
            try await world.database.run(
                "UPDATE failures SET body = \(Array("to \(People.street)".utf8)) WHERE cause = 'the test wants it so'")
            #expect(try await world.traces(in: "failures") == 1)
        }
    }

    @Test("what was put off is read again as it came")
    func putOffRead() async throws {
        try await World.lend { world in
            try await world.send(People.recipient("soon"))
            try await world.running(People.lane(), vault: try People.vault()) {
                try await eventually("it is counted") { try await world.total(People.name) == 1 }
            }
            #expect(try await world.count("deferred") == 0)
            #expect(try await world.count("failures") == 0)
        }
    }

    @Test("failures are replayed without a key, those older than the inbox too, and read with it")
    func failuresReplayedWithout() async throws {
        try await World.lend { world in
            let vault = try People.vault()
            try await world.send(People.recipient("reject"))
            try await world.send(People.recipient("x"), id: .v7(at: Date(timeIntervalSinceNow: -20 * 86_400)))
            try await world.running(People.lane(), vault: vault) {
                try await eventually("both have failed") { try await world.count("failures") == 2 }
            }
            #expect(try await Messaging.replay(.init(), in: world.database) == 2)
            #expect(try await world.traces(in: "deferred") == 0)
            try await world.running(People.lane(RecipientHandler(isRepaired: true)), vault: vault) {
                try await eventually("both are counted") { try await world.total(People.name) == 2 }
            }
        }
    }

    @Test("a body that was sealed with a key that is not at hand is a failure that says so")
    func bodySealedKey() async throws {
        try await World.lend { world in
            let first = try People.vault()
            for _ in 0..<2 { try await world.send(People.recipient("soon")) }
            try await world.send(People.recipient("later"))
            try await world.running(People.lane(), vault: first) {
                try await eventually("all have come by") {
                    let waits = try await world.count("deferred") == 1
                    let counted = try await world.total(People.name) == 2
                    return waits && counted
                }
            }
            let failure = { try await Messaging.failures(in: world.database).first }
            for (vault, detail) in [
                (try People.vault("k2"), "it is sealed with the key k1, which this instance does not have"),
                (try People.vault("k1", byte: 8), "it is sealed with another key of the name k1, or spoiled"),
            ] {
                // An hour after it was due nobody has come who has the key.
                try await world.database.run(
                    "UPDATE deferred SET due_at = now() - interval '61 minutes', claimed_until = NULL")
                try await world.running(People.lane(), vault: vault) {
                    try await eventually("it has failed") { try await failure()?.detail == detail }
                }
                #expect(try await failure()?.cause == "the stored message cannot be opened")
                #expect(try await Messaging.replay(.init(), in: world.database) == 1)
            }
            try await world.running(People.lane(), vault: first) {
                try await eventually("it waits again") {
                    let reason = try await world.database.first("SELECT reason FROM deferred", as: String.self)
                    return reason == "not today"
                }
            }
        }
    }

    @Test("while keys are changed a message waits for an instance that has its key")
    func whileKeysChanged() async throws {
        try await World.lend { world in
            let (old, new) = (try People.vault("k1"), try People.vault("k2"))
            try await world.send(People.recipient("later"))
            try await world.running(People.lane(), vault: new) {
                try await eventually("it waits") { try await world.count("deferred") == 1 }
            }
            let isTaken = { (reason: String) in
                try await world.database.first("SELECT \(unsafe: reason) FROM deferred", as: Bool.self) == true
            }
            try await world.database.run("UPDATE deferred SET due_at = now()")
            try await world.running(People.lane(), vault: old) {
                try await eventually("it was looked at") { try await isTaken("claimed_until IS NOT NULL") }
            }
            #expect(try await world.count("failures") == 0)
            // A minute later, when the claim is over.
            try await world.database.run("UPDATE deferred SET claimed_until = now() - interval '1 second'")
            try await world.running(People.lane(), vault: new) {
                try await eventually("it has been read") { try await isTaken("attempt = 2") }
            }
            #expect(try await world.count("failures") == 0)
        }
    }

    @Test("of many names the journey and the subject are kept first")
    func manyNamesJourney() async throws {
        try await World.lend { world in
            let order = OrderID.mint()
            try await world.send(People.recipient("reject", order: order))
            try await world.running(People.lane(), vault: try People.vault()) {
                try await eventually("it has failed") { try await world.count("failures") == 1 }
            }
            let names = try await world.database.first("SELECT orders FROM failures", as: [String].self)
            #expect(names == [order.description.lowercased(), "reject"])
        }
    }

    @Test("with the buyer goes what failed, waits or was not sent; rows and reasons of failures stay")
    func buyerGoesFailed()
        async throws
    {
        try await World.lend { world in
            let vault = try People.vault()
            let (gone, kept) = (OrderID.mint(), OrderID.mint())
            for order in [gone, kept] {
                for instruction in ["reject", "later", "tell"] {
                    try await world.send(People.recipient(instruction, order: order))
                }
            }
            // A name that nobody knows, with a zero byte for PostgreSQL's JSON to stumble over.
            try await world.put(Data("{}".utf8), type: "shop.zero\0.v1", order: gone)
            try await world.running(People.lane(), vault: vault) {
                try await eventually("all have come by") {
                    let (failed, waiting) = (try await world.count("failures"), try await world.count("deferred"))
                    let unsent = try await world.count("told")
                    return failed == 2 && waiting == 3 && unsent == 2
                }
            }
            #expect(try await world.traces(in: "told") == 0, "no queue takes what is told, and it lies sealed")
            let erased = try await world.database.first(
                "SELECT erase_messages(ARRAY[\(World.tenant.uuid)], ARRAY[\(gone.description.uppercased())])",
                as: Int.self)
            #expect(erased == 4)
            let sizes = try await world.database.rows(
                "SELECT length(body) = 0 FROM failures WHERE cause = 'the test wants it so' ORDER BY 1", as: Bool.self)
            #expect(sizes == [false, true])
            #expect(try await world.count("told") == 1)
            #expect(try await Messaging.replay(.init(), in: world.database) == 1, "what was erased is not run again")

            // What waited for its time becomes a failure when that has come.
            try await world.database.run("UPDATE deferred SET due_at = now()")
            try await world.running(People.lane(), vault: vault) {
                try await eventually("both have failed") {
                    try await Messaging.failures(.init(cause: "the stored message was erased"), in: world.database)
                        .count == 2
                }
            }
        }
    }

    @Test("a brand erases its own alone, and raw webhooks by the channel's name of the order")
    func brandErasesAlone() async throws {
        try await World.lend { world in
            try await world.send(People.recipient("reject"))
            try await world.running(People.lane(), vault: try People.vault()) {
                try await eventually("it has failed") { try await world.count("failures") == 1 }
            }
            func erase(_ tenant: TenantID) async throws -> Int? {
                let names = ["reject", "something else"]
                try await world.database.run("SELECT erase_messages(\(names.map { _ in tenant.uuid }), \(names))")
                return try await world.database.first(
                    "SELECT count(*) FROM failures WHERE erased_at IS NOT NULL", as: Int.self)
            }
            #expect(try await erase(.mint()) == 0)
            #expect(try await erase(World.tenant) == 1)
        }
    }

    @Test("a message about a person that was left behind is sealed, swept, opened and sent")
    func messageAboutPerson() async throws {
        try await World.lend { world in
            try await world.send(People.recipient("tell"))
            let sent = try await world.running(People.lane(), vault: try People.vault()) {
                try await eventually("no queue has taken it") {
                    let error = try await world.database.first("SELECT last_error FROM outbox", as: String?.self)
                    return (error ?? nil)?.contains("312") == true
                }
                #expect(try await world.traces(in: "told") == 0)
                try await world.broker.declareQueue("test.people")
                try await world.broker.bind("test.people", to: "shop.events", key: RecipientChanged.name.rawValue)
                try await eventually(within: .seconds(60), "it is sent") {
                    try await world.broker.queue("test.people")?.ready == 1
                }
                return try #require(try await world.broker.take(1, from: "test.people").first)
            }
            #expect(try JSONDecoder().decode(RecipientChanged.self, from: sent.payload).fullName == People.name)
        }
    }

    @Test("who hears of persons and has no key does not start")
    func hearsPersonsNo() async throws {
        try await World.lend { world in
            let missing = await #expect(throws: MissingVault.self) {
                try await world.running(People.lane(), vault: nil) {}
            }
            #expect(missing?.description == "test.notes tells of persons, and there is no key to seal that with")
        }
    }

    @Test("the failure of a user who speaks for one brand is that brand's")
    func failureUserSpeaks() async throws {
        try await World.lend { world in
            var lane = World.lane()
            lane.needsTenant = true
            lane.tenantOfUser = "(SELECT '\(unsafe: World.tenant.description)'::uuid WHERE sender = 'guest')"
            try await world.send([(.v7(), Noted(key: "a", amount: 1))], tenant: nil, user: "guest")
            try await world.send([(.v7(), Noted(key: "a", amount: 1))], tenant: nil)
            try await world.running(lane) {
                try await eventually("both have failed") { try await world.count("failures") == 2 }
            }
            #expect(try await Messaging.failures(.init(tenant: World.tenant), in: world.database).count == 1)
        }
    }

    @Test("so is one that waited and does not open")
    func waitedNotOpen() async throws {
        try await World.lend { world in
            var lane = People.lane()
            lane.needsTenant = false
            lane.tenantOfUser = "(SELECT '\(unsafe: World.tenant.description)'::uuid WHERE sender = 'guest')"
            let recipient = People.recipient("later")
            try await world.send([
                Publication(
                    exchange: "", routingKey: World.queue,
                    properties: MessageProperties(
                        messageID: UUID.v7().text, type: RecipientChanged.name.rawValue, userID: "guest"),
                    body: Array(try JSONEncoder().encode(recipient)))
            ])
            try await world.running(lane, vault: try People.vault()) {
                try await eventually("it waits") { try await world.count("deferred") == 1 }
            }
            try await world.database.run("UPDATE deferred SET due_at = now()")
            try await world.running(lane, vault: try People.vault("k1", byte: 8)) {
                try await eventually("it has failed") { try await world.count("failures") == 1 }
            }
            #expect(try await Messaging.failures(.init(tenant: World.tenant), in: world.database).count == 1)
        }
    }
}
