import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

/// Sealed anew under the newest key: in parts, as often as it is interrupted, and past nobody's writes.
@Suite(.timeLimit(.minutes(10)))
struct KeyRotationTests {
    private static let values = 600

    private struct Interrupted: Error {}

    @Test("a run that is ended half-way loses nothing, and the next one goes on")
    func runEndedHalf() async throws {
        try await lend { database in
            let rotation = KeyRotation(database, [column(try both())], blocks: 1)
            let before = try await rotation.counts()
            #expect(before.map(\.key) == ["k1"] && before.map(\.values) == [Self.values])
            #expect(before.allSatisfy { !$0.isCurrent })
            await #expect(throws: Interrupted.self) {
                _ = try await rotation.run { progress in
                    #expect(progress.all == Self.values)
                    if progress.done * 3 > progress.all { throw Interrupted() }
                }
            }
            let middle = try await rotation.counts()
            #expect(middle.map(\.key) == ["k1", "k2"] && middle.reduce(0) { $0 + $1.values } == Self.values)
            // With both keys at hand everything opens at any time.
            #expect(try await texts(database, both()) == wanted())
            let left = try #require(middle.first?.values)
            let told = try await run(rotation)
            #expect(told.last?.done == left && told.first?.all == left, "what was done is not done again")
            #expect(try await rotation.counts().map(\.key) == ["k2"])
            // The old key is taken away.
            #expect(try await texts(database, People.vault("k2", byte: 8)) == wanted())
            #expect(try await run(rotation).isEmpty, "nothing is left to do")
        }
    }

    @Test("what somebody writes at the same time is kept, under whichever key")
    func somebodyWritesSame() async throws {
        try await lend { database in
            let rotation = KeyRotation(database, [column(try both())], blocks: 1)
            // An instance with yesterday's settings writes, and its transaction is open while the keys are changed.
            let old = try People.vault("k1")
            let left = try await database.transaction { transaction in
                try await write(["late 7": 7], old, transaction)
                return try await rotation.run()
            }
            #expect(left.map(\.values) == [1], "the row was locked, so it is told that one is left")
            // One with today's settings writes before the second run.
            try await write(["new 8": 8], both(), database)
            #expect(try await rotation.run().isEmpty)
            var wanted = wanted()
            (wanted[7], wanted[8]) = ("late 7", "new 8")
            #expect(try await texts(database, People.vault("k2", byte: 8)) == wanted)
        }
    }

    @Test("what opens with no key is left as it is and told, and keeps nothing else from being done")
    func opensNoKey() async throws {
        try await lend { database in
            try await database.run("UPDATE secrets SET body = '\\x00' WHERE number = 3")
            try await database.run("UPDATE secrets SET key = 'lost' WHERE number = 4")
            let left = try await KeyRotation(database, [column(try both())]).run()
            #expect(left.map(\.key) == ["k1", "lost"] && left.map(\.values) == [1, 1])
            let rest = try await database.first("SELECT count(*) FROM secrets WHERE key = 'k2'", as: Int.self)
            #expect(rest == Self.values - 2)
        }
    }

    @Test("messages that wait are sealed anew too, and open under the new key alone")
    func messagesWaitSealed() async throws {
        try await World.lend { world in
            for instruction in ["reject", "soon", "later"] { try await world.send(People.recipient(instruction)) }
            // Older than the inbox: its replay gets a new id, and its body stays bound to the old one.
            try await world.send(People.recipient("x"), id: .v7(at: Date(timeIntervalSinceNow: -20 * 86_400)))
            try await world.running(People.lane(), vault: try People.vault("k1")) {
                try await eventually("two have failed, one waits, one is counted") {
                    let (failed, waiting) = (try await world.count("failures"), try await world.count("deferred"))
                    let counted = try await world.total(People.name)
                    return failed == 2 && waiting == 1 && counted == 1
                }
            }
            #expect(try await Messaging.replay(.init(), in: world.database) == 2)
            let rotation = KeyRotation(world.database, SealedColumn.ofMessages(try both()))
            #expect(try await rotation.counts().contains { $0.column == "deferred.body" && $0.values == 3 })
            #expect(try await rotation.run().isEmpty)
            #expect(try await rotation.counts().allSatisfy { $0.isCurrent })
            try await world.database.run("UPDATE deferred SET due_at = now()")
            let vault = try People.vault("k2", byte: 8)
            try await world.running(People.lane(RecipientHandler(isRepaired: true)), vault: vault) {
                try await eventually("the two that failed are counted") { try await world.total(People.name) == 3 }
            }
        }
    }

    // MARK: Help

    /// The new key seals, the old one opens.
    private func both() throws -> Vault {
        let (new, old) = (Data(repeating: 8, count: 32), Data(repeating: 7, count: 32))
        return try #require(Vault("k2:\(new.base64EncodedString()),k1:\(old.base64EncodedString())"))
    }

    private func column(_ vault: Vault) -> SealedColumn {
        SealedColumn("secrets", "body", key: "key", vault: vault, facts: ["number::text"]) { "secret \($0[0])" }
    }

    /// What each secret says at first; long enough that they fill several blocks of 8 KiB.
    private func text(_ number: Int) -> String { String(repeating: "secret \(number) ", count: 8) }

    private func wanted() -> [Int: String] {
        Dictionary(uniqueKeysWithValues: (0..<Self.values).map { ($0, text($0)) })
    }

    private func lend(_ body: (PostgresPool) async throws -> Void) async throws {
        try await World.template.withCopy { url in
            let database = PostgresPool(try World.configuration(url), logger: silent)
            let result = await outcome {
                try await database.run("CREATE TABLE secrets (number int PRIMARY KEY, body bytea, key text)")
                try await database.run(
                    "INSERT INTO secrets SELECT n, '', 'k1' FROM generate_series(0, \(Self.values - 1)) AS n")
                let texts = Dictionary(uniqueKeysWithValues: (0..<Self.values).map { (text($0), $0) })
                try await write(texts, try People.vault("k1"), database)
                try await database.run("VACUUM FULL secrets")
                try await body(database)
            }
            await database.close()
            try result.get()
        }
    }

    private func write(_ texts: [String: Int], _ vault: Vault, _ client: some PostgresClient) async throws {
        let sealed = try texts.map { text, number in
            (number, try vault.seal(Data(text.utf8), for: "secret \(number)"))
        }
        try await client.run(
            """
            UPDATE secrets SET body = new.body, key = new.key
            FROM unnest(\(sealed.map { Int32($0.0) }), \(sealed.map { $0.1.bytes }), \(sealed.map { $0.1.key }))
                AS new (number, body, key)
            WHERE secrets.number = new.number
            """)
    }

    private func texts(_ database: PostgresPool, _ vault: Vault) async throws -> [Int: String] {
        let rows = try await database.rows("SELECT number, body, key FROM secrets", as: (Int, [UInt8], String).self)
        let pairs = try rows.map { number, bytes, key in
            let plain = try vault.open(Vault.Sealed(bytes: bytes, key: key), for: "secret \(number)")
            return (number, String(decoding: plain, as: UTF8.self))
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    /// What a run tells.
    private func run(_ rotation: KeyRotation) async throws -> [KeyRotation.Progress] {
        var told: [KeyRotation.Progress] = []
        let left = try await rotation.run { told.append($0) }
        #expect(left.isEmpty)
        return told
    }
}
