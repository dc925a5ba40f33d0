import Contracts
import Foundation
import Outbound
import Postgres
import TestKit
import Testing

/// The operator's command line against real processes: each command once when all is well, and once when it is not.
@Suite(.serialized, .timeLimit(.minutes(15))) struct ShoposTests {
    private static let services = Set(Topology.answering)

    @Test("an operator sees every service, queue, outbox and the whole journey of an order")
    func looks() async throws {
        try await House.run { house in
            let brand = try await Brand.open(in: house, units: 20)
            let order = try await brand.sell(2)
            try await brand.until(order, status: "awaitingCollection", stock: "reserved", parcel: "shipped")
            try await status(house)
            try await queues(house)
            try await outbox(house)
            try await trace(order, house)
            try await automation(brand, house)
            // Until the carrier has the parcel the channel may be told of stock, also while that is wrong on purpose.
            try await brand.until(order, stock: "deducted")
            try await check(order, house)
        }
    }

    private func status(_ house: House) async throws {
        let said = try await house.shopos("status", "--json", "--timeout", "20")
        #expect(said.status == 0, "\(said.text)")
        #expect(Set(said.json["services"].list.compactMap { $0["service"].text }) == Self.services)
        let lanes = said.json["services"].list.flatMap { $0["lanes"].list }
        let settled = lanes.first { $0["queue"].text == "inventory.orders" }?["settled"].int
        #expect((settled ?? 0) > 0, "an order has come: \(lanes)")
        let own = said.json["services"].list.first { $0["service"].text == "inventory" } ?? .null
        let checks = own["instances"].list.first?["checks"].list.compactMap { $0["name"].text } ?? []
        #expect(Set(checks).isSuperset(of: ["postgres", "broker"]), "\(own)")
        let door = ["GATEWAY_ADMIN_URL": house.plan.ports.address("gateway")]
        let asked = try await house.shopos("status", "--json", "--timeout", "20", settings: door)
        #expect(asked.status == 0, "\(asked.text)")
        let gateway = asked.json["gateways"].list.first ?? .null
        #expect(gateway["status"].text == "ready" && gateway["service"].text == "gateway", "\(asked.text)")
        let nowhere = ["GATEWAY_ADMIN_URL": "http://127.0.0.1:9"]
        #expect(try await house.shopos("status", "--timeout", "20", settings: nowhere).status == 69)
        let table = try await house.shopos("status", "--timeout", "20")
        #expect(table.text.hasPrefix("SERVICE"))
        #expect(!table.text.contains("\u{1B}"), "no colours without a terminal")
    }

    private func queues(_ house: House) async throws {
        let known = try await house.shopos("queues", "--json", "--timeout", "20", management: true)
        #expect(known.status == 1, "this broker has no policies yet: \(known.text)")
        let line = known.json["queues"].list.first { $0["queue"].text == "inventory.orders" } ?? .null
        #expect(line["consumers"].int == 1 && line["ready"].int == 0, "\(line)")
        #expect(line["isLimitWrong"].bool == true, "\(line)")
        let unknown = try await house.shopos("queues", "--timeout", "20")
        #expect(unknown.status == 0)
        #expect(unknown.text.contains("–"), "without management nobody knows: \(unknown.text)")
        let told = try await house.shopos("queues", "--json", "--timeout", "20")
        #expect(told.json["queues"].list.allSatisfy { $0["unacked"].int != nil }, "services know it: \(told.text)")
    }

    private func outbox(_ house: House) async throws {
        let said = try await house.shopos("outbox", "--json", "--timeout", "20")
        #expect(said.status == 0, "\(said.text)")
        let ingestion = said.json["services"].list.first { $0["service"].text == "ingestion" } ?? .null
        #expect((ingestion["outbox"]["confirmed"].int ?? 0) > 0, "\(said.text)")
    }

    private func trace(_ order: String, _ house: House) async throws {
        let said = try await house.shopos("trace", order, "--json", "--timeout", "20")
        #expect(said.status == 0, "\(said.text)")
        #expect(said.json["channelOrder"].text == order)
        let steps = said.json["steps"].list
        func happened(_ service: String, _ kind: String, _ what: String) -> Bool {
            steps.contains { $0["service"].text == service && $0["kind"].text == kind && $0["what"].text == what }
        }
        #expect(happened("ingestion", "effect", "version 1"), "\(said.text)")
        #expect(happened("ingestion", "handled", "ingestion.webhooks"), "what rang for it: \(said.text)")
        #expect(happened("inventory", "effect", "reserved"), "\(said.text)")
        #expect(happened("inventory", "handled", "inventory.orders"), "\(said.text)")
        #expect(happened("fulfillment", "effect", "labelBought"), "\(said.text)")
        #expect(happened("fulfillment", "handled", "fulfillment.orders"), "\(said.text)")
        #expect(happened("analytics", "handled", "analytics.facts"), "\(said.text)")
        let sent = said.json["sent"].list.filter { $0["name"].text == "shop.order.changed.v1" }
        #expect(!sent.isEmpty && sent.allSatisfy { $0["service"].text == "ingestion" }, "\(said.text)")
        let named = steps.filter { $0["kind"].text == "handled" && $0["what"].text == "inventory.orders" }
        #expect(named.contains { $0["detail"].text == "shop.order.changed.v1" }, "\(said.text)")
        let ours = try #require(said.json["order"].text)
        let byOurs = try await house.shopos("trace", ours, "--json", "--timeout", "20")
        #expect(byOurs.json["channelOrder"].text == order)
        let unknown = try await house.shopos("trace", "999999999999999999", "--timeout", "20")
        #expect(unknown.status == 1 && unknown.text.contains("no service knows an order"), "\(unknown.text)")
    }

    private func automation(_ brand: Brand, _ house: House) async throws {
        let before = try await house.shopos("automation", "show", "--json", "--timeout", "20")
        let tenant = try #require(before.json["brands"].list.first?["tenant"].text, "\(before.text)")
        let paused = try await house.shopos("automation", "pause", "--tenant", tenant, "--json", "--timeout", "20")
        #expect(paused.status == 0, "\(paused.text)")
        #expect(paused.json["brands"].list.first?["isOn"].bool == false)
        #expect(try await brand.door.read("/v1/settings")["settings"]["isAutomationOn"].bool == false)
        let resumed = try await house.shopos("automation", "resume", "--all", "--json", "--timeout", "20")
        #expect(resumed.json["brands"].list.first?["isOn"].bool == true, "\(resumed.text)")
        let strange = try await house.shopos("automation", "pause", "--tenant", UUID.v7().text, "--timeout", "20")
        #expect(strange.status == 1 && strange.text.contains("there is no brand"), "\(strange.text)")
        #expect(try await house.shopos("automation", "pause").status == 64, "for whom?")
    }

    /// Clean as it is; then one thing after the other is broken by hand, found, and mended by the very commands that
    /// are printed for it.
    private func check(_ order: String, _ house: House) async throws {
        try await untilAlike("1", house)
        let harms: [(sql: SQL, rules: Set<String>)] = [
            ("UPDATE inventory.orders SET version = version - 1", ["orderStock"]),
            ("UPDATE inventory.orders SET version = version + 5", ["orderStock"]),
            ("UPDATE inventory.orders SET state = 'reserved'", ["orderStock"]),
            // Seven more to sell.
            ("UPDATE inventory.levels SET on_hand = on_hand + 7", ["ledger", "channelStock"]),
            ("UPDATE inventory.moves SET reserved = reserved + 1 WHERE kind = 'counted'", ["ledger"]),
        ]
        for harm in harms {
            try await house.database.run(harm.sql)
            let found = try await house.shopos("check", "--json", "--settle", "1", "--timeout", "30")
            #expect(found.status == 1, "\(found.text)")
            let differences = found.json["differences"].list
            #expect(harm.rules.isSubset(of: Set(differences.compactMap { $0["rule"].text })), "\(found.text)")
            for repair in Set(differences.compactMap { $0["repair"].text }).sorted() {
                let words = repair.split(separator: " ").dropFirst().map(String.init)
                let said = try await house.shopos(words + ["--why", "a test", "--json", "--timeout", "20"])
                #expect(said.status == 0 && said.json["receipt"]["actor"].text == "operator:test", "\(said.text)")
            }
            try await untilAlike("0", house)
        }
        try await receipts(house)
        try await watched(house)
    }

    /// Every repair has left a receipt, with who made it and why.
    private func receipts(_ house: House) async throws {
        let said = try await house.shopos("receipts", "--json", "--timeout", "20")
        let lines = said.json["receipts"].list.map { $0["receipt"] }
        let commands = Set(lines.compactMap { $0["command"].text })
        #expect(
            commands.isSuperset(of: ["resend order", "repair order", "repair level", "resend stock"]), "\(said.text)")
        #expect(lines.allSatisfy { $0["actor"].text == "operator:test" && $0["reason"].text == "a test" })
        let told = try await house.database.rows(
            "SELECT action, actor FROM accounts.actions", as: (String, String).self)
        let repairs = told.filter { ["orderResent", "stockResent", "levelRepaired"].contains($0.0) }
        #expect(Set(repairs.map(\.0)).count == 3 && repairs.allSatisfy { $0.1 == "operator:test" }, "\(repairs)")
    }

    /// A check that goes on is ready while the books are alike, shows its figures, and ends when it is told to.
    private func watched(_ house: House) async throws {
        let port = try LoopbackPort.free()
        let door = Door(http: house.gateway.http, address: "http://127.0.0.1:\(port)")
        let check = try ServiceProcess(
            "shopos", ["check", "--every", "1", "--settle", "0", "--timeout", "30"],
            settings: house.plan.brokerTrust.merging([
                "AMQP_URL": house.plan.operators, "HOME": "/", "ADMIN_PORT": "\(port)",
            ]), log: house.plan.log("shopos.check"))
        defer { check.reap() }
        func answers(_ status: Int) async throws -> Bool { try await door.get("/readyz").status == status }
        try await eventually(within: Brand.patience, "the books are alike") { try await answers(200) }
        let answer = try await house.gateway.http.send(
            HTTPRequest(.get, "\(door.address)/metrics"), deadline: .seconds(10))
        let figures = String(decoding: answer.body, as: UTF8.self)
        #expect(figures.contains(#"shop_check_differences{rule="ledger"} 0"#), "\(figures)")
        #expect(!figures.contains("service_ready"), "what differs is no unready service")
        try await house.database.run("UPDATE inventory.orders SET version = version - 1")
        try await eventually(within: Brand.patience, "something differs") { try await answers(503) }
        #expect(check.output.contains("shopos resend order"), "its log says what repairs it: \(check.output)")
        try await house.database.run("UPDATE inventory.orders SET version = version + 1")
        try await eventually(within: Brand.patience, "the books are alike again") { try await answers(200) }
        check.end()
        await check.ended()
        #expect(check.status == 0, "\(check.lastWords)")
    }

    /// Checks until nothing differs; what differed last is the test's trouble if it stays.
    private func untilAlike(_ settle: String, _ house: House) async throws {
        var said = ""
        let result = await outcome {
            try await eventually(within: Brand.patience, "all is alike") {
                let check = try await house.shopos("check", "--settle", settle, "--timeout", "30")
                said = check.text
                return check.status == 0
            }
        }
        if case .failure = result { Issue.record("\(said)") }
        try result.get()
    }

    @Test("failures are grouped, shown, replayed and discarded; work is retried, hurried, stopped and cancelled")
    func repairs() async throws {
        try await House.run { house in
            let brand = try await Brand.open(in: house, units: 20)
            try await failures(house)
            try await work(house)
            try await holds(brand, house)
            try await topology(house)
            try await strangers(house)
        }
    }

    private func failures(_ house: House) async throws {
        #expect(try await house.shopos("failures", "--timeout", "20").status == 0, "none yet")
        // A message that nobody could ever have sent, and one that is merely unlucky.
        let ids = [UUID.v7(), UUID.v7(), UUID.v7()]
        let message = #"""
            {"exchange":"shop.events","routingKey":"shop.stock.risen.v1","name":"shop.stock.risen.v1","headers":{}}
            """#
        for id in ids {
            try await house.database.run(
                """
                INSERT INTO inventory.failures
                    (message_id, lane, type, cause, detail, message, body, attempts, first_at)
                VALUES (\(id), 'inventory.waiting', 'shop.stock.risen.v1', 'a test', 'of no importance',
                    \(message), \(Array("{}".utf8)), 1, now())
                """)
        }
        let groups = try await house.shopos("failures", "list", "--json", "--timeout", "20")
        #expect(groups.status == 1, "failures are not fine")
        #expect(groups.json["groups"].list.first?["count"].int == 3, "\(groups.text)")
        let shown = try await house.shopos("failures", "show", ids[0].text, "--timeout", "20")
        #expect(shown.status == 0 && shown.text.contains("of no importance"), "\(shown.text)")
        let discarded = try await house.shopos(
            "failures", "discard", "--message", ids[0].text, "--yes", "--json", "--timeout", "20")
        #expect(discarded.json["services"].list.first?["count"].int == 1, "\(discarded.text)")
        let replayed = try await house.shopos(
            "failures", "replay", "--lane", "inventory.waiting", "--cause", "a test", "--rate", "100", "--json",
            "--timeout", "20")
        #expect(replayed.status == 0, "\(replayed.text)")
        #expect(replayed.json["services"].list.first?["count"].int == 2, "\(replayed.text)")
        // It was without a brand, and still is: what fails again is open again, for its own reason.
        try await eventually(within: Brand.patience, "both have failed again") {
            let again = try await house.database.rows(
                "SELECT message_id FROM inventory.failures WHERE state = 'open' AND cause <> 'a test'", as: UUID.self)
            return Set(again).isSuperset(of: ids.dropFirst())
        }
        let settled = try await house.database.rows(
            "SELECT state FROM inventory.failures WHERE message_id = \(ids[0])", as: String.self)
        #expect(settled == ["discarded"])
        #expect(try await house.shopos("failures", "replay").status == 64, "of what?")
        #expect(try await house.shopos("failures", "discard", "--cause", "a test").status == 64, "without --yes")
        let unknown = try await house.shopos("failures", "show", UUID.v7().text, "--timeout", "20")
        #expect(unknown.status == 1, "\(unknown.text)")
    }

    private func work(_ house: House) async throws {
        let all = try await house.shopos("work", "--json", "--timeout", "20")
        #expect(all.json["kinds"].list.contains { $0["tally"]["kind"].text == "labels.reconcile" }, "\(all.text)")
        try await eventually(within: Brand.patience, "the comparison of labels has waited for its hour") {
            let hurried = try await house.shopos(
                "work", "hurry", "--service", "fulfillment", "--kind", "labels.reconcile", "--json", "--timeout", "20")
            return hurried.status == 0 && hurried.json["services"].list.first?["count"].int == 1
        }

        try await givenUp(house)
        let nothing = try await house.shopos("work", "cancel", "--kind", "no.such.kind", "--yes", "--timeout", "20")
        #expect(nothing.status == 1 && nothing.text.contains("Nothing fits"), "\(nothing.text)")
        #expect(try await house.shopos("work", "cancel", "--yes").status == 64, "of what?")
    }

    /// While the kind is stopped a reserved order has no label, though its work is due; let go on, it gets one.
    private func holds(_ brand: Brand, _ house: House) async throws {
        func hold(_ act: String, _ more: String...) async throws -> Said {
            let scope = ["work", act, "--service", "fulfillment", "--kind", "label.buy", "--timeout", "20"]
            return try await house.shopos(scope + more)
        }
        let paused = try await hold("pause", "--reason", "the carrier is down")
        #expect(paused.status == 0 && paused.text.contains("the carrier is down"), "\(paused.text)")
        let seen = try await house.shopos("status", "--timeout", "20")
        #expect(seen.text.contains("operator:test"), "everybody sees who stopped it: \(seen.text)")

        let order = try await brand.sell()
        try await brand.until(order, stock: "reserved")
        try await eventually(within: Brand.patience, "its label is due") {
            let due = try await house.database.first(
                "SELECT count(*) FROM fulfillment.work WHERE kind = 'label.buy' AND due_at <= now()", as: Int.self)
            return due == 1
        }
        // What comes after it is served in its turn, so the worker has looked at this one and left it.
        try await hurry("labels.reconcile", house)
        #expect(try await house.sandbox.read("/labels?limit=1000")["labels"].list.isEmpty)
        let waiting = try await house.shopos("work", "list", "--kind", "label.buy", "--json", "--timeout", "20")
        #expect(waiting.status == 0, "others, who have no such kind, are not missed: \(waiting.text)")
        #expect(waiting.json["pieces"].list.count == 1, "\(waiting.text)")

        let resumed = try await hold("resume")
        #expect(resumed.status == 0 && resumed.text.contains("Nothing is stopped"), "\(resumed.text)")
        try await brand.until(order, parcel: "shipped")
        try await misspelt(house)
    }

    private func misspelt(_ house: House) async throws {
        let scope = ["--service", "fulfillment", "--kind", "labels.buy", "--timeout", "20"]
        for said in [
            try await house.shopos(["work", "pause", "--reason", "r"] + scope),
            try await house.shopos(["work", "resume"] + scope), try await house.shopos(["work", "list"] + scope),
        ] {
            #expect(said.status == 1 && said.text.contains("label.buy, label.fetch"), "\(said.text)")
        }
        let nowhere = try await house.shopos("work", "list", "--kind", "labels.buy", "--timeout", "20")
        #expect(nowhere.status == 1 && nowhere.text.contains("label.buy, label.fetch"), "\(nowhere.text)")
    }

    /// Does now what waits for its hour, and waits until it is done.
    private func hurry(_ kind: String, _ house: House) async throws {
        func rests() async throws -> Bool {
            let resting = try await house.database.first(
                """
                SELECT count(*) FROM fulfillment.work
                WHERE kind = \(kind) AND state = 'waiting' AND due_at > now() + interval '30 minutes'
                """, as: Int.self)
            return resting == 1
        }
        try await eventually(within: Brand.patience, "\(kind) waits for its hour") { try await rests() }
        let said = try await house.shopos(
            "work", "hurry", "--service", "fulfillment", "--kind", kind, "--json", "--timeout", "20")
        let line = said.json["services"].list.first ?? .null
        #expect(said.status == 0 && line["count"].int == 1 && line["left"].int == 0, "\(said.text)")
        try await eventually(within: Brand.patience, "\(kind) is done and waits again") { try await rests() }
    }

    /// A piece of work that no worker knows is tried again, and then wanted no more.
    private func givenUp(_ house: House) async throws {
        try await house.database.run(
            """
            INSERT INTO ingestion.work (tenant_id, kind, key, shop, endpoint_class, state, due_at, priority, wanted_by,
                payload, last_reason)
            VALUES (\(UUID.v7()), 'nobody.knows', 'k', \(UUID.v7()), 'none', 'failed', now(), 0, now(), '{}', 'a test')
            """)
        let failed = try await house.shopos("work", "list", "--state", "failed", "--json", "--timeout", "20")
        #expect(failed.json["pieces"].list.first?["piece"]["name"]["kind"].text == "nobody.knows", "\(failed.text)")
        let retried = try await house.shopos("work", "retry", "--reason", "a test", "--json", "--timeout", "20")
        #expect(retried.json["services"].list.first?["count"].int == 1, "\(retried.text)")
        let cancelled = try await house.shopos(
            "work", "cancel", "--kind", "nobody.knows", "--yes", "--json", "--timeout", "20")
        #expect(cancelled.json["services"].list.first?["count"].int == 1, "\(cancelled.text)")
    }

    private func topology(_ house: House) async throws {
        let blind = try await house.shopos("topology", "plan", "--timeout", "20")
        #expect(blind.status == 0 && blind.text.contains("rabbitmqctl set_policy"), "\(blind.text)")
        #expect(try await house.shopos("topology", "drift").status == 78, "nobody can see it")
        let before = try await house.shopos("topology", "drift", "--json", "--timeout", "20", management: true)
        #expect(before.status == 1, "no policies yet: \(before.text)")
        let tried = try await house.shopos("topology", "apply", "--json", "--timeout", "3")
        #expect(tried.status == 1 && tried.text.contains("ACCESS_REFUSED"), "an operator may not: \(tried.text)")
        let applied = try await house.shopos(
            "topology", "apply", "--json", "--timeout", "30", broker: house.plan.broker, management: true)
        #expect(applied.status == 0, "\(applied.text)")
        let granted = try await house.shopos(
            "topology", "grant", "--json", "--timeout", "30", broker: house.plan.broker, management: true)
        #expect(granted.json["granted"].list.count == Topology.users.count, "\(granted.text)")
        let after = try await house.shopos("topology", "drift", "--timeout", "20", management: true)
        #expect(after.status == 0 && !after.text.contains("not looked at"), "\(after.text)")
        try await eventually(within: .seconds(60), "the limit is in force") {
            let said = try await house.shopos("queues", "--json", "--timeout", "20", management: true)
            let line = said.json["queues"].list.first { $0["queue"].text == "inventory.orders" } ?? .null
            return line["deliveryLimit"].int == 100 && said.status == 0
        }
    }

    /// Who is not the broker's user operator, a service that is down, a broker that is not there.
    private func strangers(_ house: House) async throws {
        let guest = try await house.shopos("status", "--json", "--timeout", "20", broker: house.plan.broker)
        #expect(guest.status == 1, "\(guest.text)")
        #expect(guest.json["services"].list.isEmpty)
        #expect(Set(guest.json["silent"].list.compactMap { $0["code"].text }) == ["operatorsOnly"], "\(guest.text)")

        let away = try await house.shopos("status", "--timeout", "1", broker: "amqp://operator:operator@127.0.0.1:9/")
        #expect(away.status == 69 && away.text.contains("the broker at 127.0.0.1:9 cannot be used"), "\(away.text)")
        #expect(try await house.shopos("status", broker: "http://no").status == 78)
        #expect(try await house.shopos("statsu").status == 64)

        try house.process("analytics").crash()
        // The others have three seconds to answer, which on a busy machine some may not do at the first try.
        try await eventually("of all services one is silent, and the others are still shown") {
            let hole = try await house.shopos("status", "--json", "--timeout", "3")
            try #require(hole.status == 69, "\(hole.text)")
            return hole.json["silent"].list.compactMap { $0["service"].text } == ["analytics"]
                && hole.json["services"].list.count == Self.services.count - 1
        }
        let watched = try await house.shopos("watch", "--looks", "1", "--timeout", "2")
        #expect(watched.status == 69 && watched.text.contains("analytics"), "\(watched.text)")
    }
}
