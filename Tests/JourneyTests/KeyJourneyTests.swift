import Foundation
import Postgres
import TestKit
import Testing

extension LongJourneys {
    /// Keys are changed by each service's own command: what the runbook of keys says.
    @Suite(.serialized, .timeLimit(.minutes(15))) struct KeyJourneyTests {
        /// What lies sealed once an order was sold, under each of a service's settings.
        private static let columns = [
            "ingestion": [
                "accounts.access_token", "accounts.refresh_token", "webhooks.payload", "recipients.sealed",
                "told.body",
            ],
            "fulfillment": ["recipients.sealed"],
        ]

        @Test("every key of every service is changed while it runs, past a run that is killed; the new ones are enough")
        func rotates() async throws {
            try await House.run { house in
                let brand = try await Brand.open(in: house, units: 10)
                let first = try await brand.sell()
                try await brand.untilShipped(first, withParcel: true)
                var anew: [ServiceProcess] = []
                defer { for process in anew { process.reap() } }
                for service in ["ingestion", "fulfillment"] {
                    let keys = try Keys(of: service, house)
                    try await tellOld(service, keys, house)
                    // One instance needs no step between: nobody else seals under what the others do not know.
                    let both = try await restart(try house.process(service), keys.both, house)
                    anew.append(both)
                    if service == "ingestion" { try await killHalfway(keys, house) }
                    if service == "fulfillment" { try await rotate(service, keys, house) }
                    anew.append(try await restart(both, keys.new, house))
                }
                try await refresh(house)
                let second = try await brand.sell()
                try await brand.untilShipped(second, withParcel: true)
                for process in anew.reversed() { process.end() }
                for process in anew { await process.ended() }
            }
        }

        // MARK: Steps

        /// All of it lies under the old keys, and that is told.
        private func tellOld(_ service: String, _ keys: Keys, _ house: House) async throws {
            let known = try await rotate(service, ["--status"], keys.both, house)
            #expect(known.status == 1 && known.columns("current") == [], "all of it is old: \(known.text)")
            let wanted = try #require(Self.columns[service])
            #expect(known.columns("old").isSuperset(of: wanted), "\(known.text)")
        }

        private func rotate(_ service: String, _ keys: Keys, _ house: House) async throws {
            let told = try await rotate(service, [], keys.both, house)
            #expect(told.status == 0 && told.columns("old") == [], "\(told.text)")
            #expect(told.columns("k2") == told.columns("current") && told.text.contains("100 %"), "\(told.text)")
            let wanted = try #require(Self.columns[service])
            #expect(told.columns("k2").isSuperset(of: wanted), "\(told.text)")
        }

        /// A first run is killed between two of its columns; a second one does the rest.
        private func killHalfway(_ keys: Keys, _ house: House) async throws {
            let killed = try await killed(keys, house)
            #expect(killed.columns("current") == [], "it has not come to its end: \(killed.text)")
            let begun = try #require(killed.steps.last, "it told how far it was: \(killed.text)")
            #expect(0 < begun.done && begun.done < begun.all)

            let middle = try await rotate("ingestion", ["--status"], keys.both, house)
            #expect(middle.status == 1 && middle.columns("old").contains("recipients.sealed"), "\(middle.text)")
            #expect(middle.columns("k2").isSuperset(of: ["accounts.access_token", "accounts.refresh_token"]))

            try await rotate("ingestion", keys, house)
            let rest = try #require(try said("ingestion", house).steps.first)
            #expect(rest.all <= begun.all - begun.done, "what was done is not done again: \(begun), \(rest)")
        }

        /// Kills a run by SIGKILL. A table that is locked as a whole keeps it where it is until then.
        private func killed(_ keys: Keys, _ house: House) async throws -> Rotated {
            let settings = try house.plan.settings("ingestion").merging(keys.both)
            let log = house.plan.log("ingestion.rotate-keys")
            let waiting = try await house.database.transaction { transaction in
                try await transaction.run("LOCK TABLE ingestion.recipients IN EXCLUSIVE MODE")
                let process = try ServiceProcess("ingestion", ["rotate-keys"], settings: settings, log: log)
                defer { process.reap() }
                var waiting: [Int32] = []
                try await eventually(within: Brand.patience, "it has come to the recipients") {
                    waiting = try await house.database.rows(
                        """
                        SELECT a.pid FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
                        WHERE NOT l.granted AND l.relation = 'ingestion.recipients'::regclass
                            AND a.query LIKE '%SKIP LOCKED%'
                        """, as: Int32.self)
                    return !waiting.isEmpty
                }
                process.crash()
                await process.ended()
                #expect(process.status == SIGKILL)
                return waiting
            }
            // What it was about to do when it died, the server does and throws away.
            try await eventually(within: Brand.patience, "the server has noticed") {
                try await house.database.first(
                    "SELECT count(*) FROM pg_stat_activity WHERE pid = ANY(\(waiting))", as: Int.self) == 0
            }
            return try said("ingestion", house)
        }

        /// The tokens are renewed, as they are once in a while: the old pair is opened for it, the new one sealed.
        private func refresh(_ house: House) async throws {
            try await house.database.run("UPDATE ingestion.accounts SET granted_at = now() - interval '1 hour'")
            let said = try await house.shopos("work", "hurry", "--kind", "tokens.refresh", "--timeout", "20")
            #expect(said.status == 0, "\(said.text)")
            try await eventually(within: Brand.patience, "the tokens are renewed") {
                try await house.database.first(
                    "SELECT granted_at > now() - interval '30 minutes' AND state = 'connected' FROM ingestion.accounts",
                    as: Bool.self) == true
            }
        }

        // MARK: Processes

        /// Ends a service and starts it with other keys.
        private func restart(
            _ process: ServiceProcess, _ keys: [String: String], _ house: House
        ) async throws -> ServiceProcess {
            process.end()
            await process.ended()
            let settings = try house.plan.settings(process.name).merging(keys)
            let next = try ServiceProcess(
                process.name, ["run"], settings: settings, log: house.plan.log("\(process.name).\(UUID().uuidString)"))
            do {
                try await house.awaitReady(next)
            } catch {
                next.reap()
                throw error
            }
            return next
        }

        private func rotate(
            _ service: String, _ arguments: [String], _ keys: [String: String], _ house: House
        ) async throws -> Rotated {
            let settings = try house.plan.settings(service).merging(keys)
            let process = try ServiceProcess(
                service, ["rotate-keys"] + arguments, settings: settings, log: house.plan.log("\(service).rotate-keys"))
            defer { process.reap() }
            while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
            return try said(service, house, status: process.status)
        }

        private func said(_ service: String, _ house: House, status: Int32 = 0) throws -> Rotated {
            let text = try String(contentsOf: house.plan.log("\(service).rotate-keys"), encoding: .utf8)
            return Rotated(status: status, text: text)
        }
    }
}

/// The keys of a service: each setting gets one of its own.
private struct Keys {
    /// The new ones alone.
    private(set) var new: [String: String] = [:]
    /// The new ones first, the old ones too.
    private(set) var both: [String: String] = [:]

    init(of service: String, _ house: House) throws {
        let old = try house.plan.settings(service).filter { $0.key.hasSuffix("_KEYS") }.sorted { $0.key < $1.key }
        for (index, setting) in old.enumerated() {
            let key = "k2:" + Data(repeating: UInt8(100 + index), count: 32).base64EncodedString()
            new[setting.key] = key
            both[setting.key] = "\(key),\(setting.value)"
        }
    }
}

/// What the command has written, and how it ended.
private struct Rotated {
    let status: Int32
    let text: String

    /// The columns of which the table has a line with this key or state.
    func columns(_ word: String) -> Set<String> {
        let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        return Set(lines.filter { $0.count == 4 && $0.dropFirst().contains(word) }.compactMap(\.first))
    }

    /// How far it said to be, again and again.
    var steps: [(done: Int, all: Int)] {
        text.matches(of: /%: (\d+) of (\d+) sealed anew/).compactMap { step in
            guard let done = Int(step.1), let all = Int(step.2) else { return nil }
            return (done, all)
        }
    }
}
