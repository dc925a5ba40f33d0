import Contracts
import Foundation
import Messaging
import Postgres
import Shippo
import Synchronization
import Testing

@testable import Fulfillment
@testable import Sandbox

/// Purchases that nobody answered, in books that are hard to read.
@Suite(.timeLimit(.minutes(5)))
struct PurchaseBooksTests {
    @Test("a rate that is written out and messages that are bare words hide no purchase: each parcel is bought once")
    func expanded() async throws {
        let change: Mirror.Change = { call, answer in
            guard call.hasSuffix(" /transactions") else { return answer }
            return Mirror.purchases(answer) { purchases in
                for index in purchases.indices {
                    purchases[index]["rate"] = ["object_id": purchases[index]["rate"] ?? ""]
                    purchases[index]["messages"] = ["a word"]
                    purchases[index]["eta"] = ["days": 3]
                }
            }
        }
        try await Room.lend(altering: change) { room in
            try await room.order()
            try await room.work("the answer itself is read") { try await room.shipment().label != nil }
            let second = OrderID.mint()
            try await lose(second, room)
            room.partner.pass(.seconds(91))
            try await room.work("the purchase is found", isHurried: true) {
                try await room.shipment(second).label != nil
            }
            #expect(room.partner.purchases.map(\.status) == ["SUCCESS", "SUCCESS"])
        }
    }

    @Test(
        "a purchase that cannot be read may be ours: nothing is bought over it, a person is told, the truth ends it",
        arguments: [#"{"status":"SUCCESS","metadata":""}"#, #"{"object_id":{},"status":"SUCCESS"}"#])
    func unreadable(element: String) async throws {
        let isSpoiled = Mutex(true)
        let change: Mirror.Change = { call, answer in
            guard call == "GET /transactions", isSpoiled.withLock({ $0 }) else { return answer }
            return answer.replacing(#""results":["#, with: #""results":[\#(element)"#)
        }
        try await Room.lend(altering: change) { room in
            room.partner.delayPurchase(by: .seconds(7200))
            try await room.order()
            try await room.work("the outcome is unknown") { try await room.shipment().state == .unknownPurchase }
            room.partner.pass(.seconds(91))
            try await room.work("the books were read", isHurried: true) {
                try await room.count("work", "kind = 'label.resolve' AND last_detail LIKE '%object_id%'") == 1
            }
            #expect(try await room.shipment().purchase?.absentSince == nil)
            #expect(try await room.shipment().needsPerson == false)
            room.partner.pass(.seconds(900))
            try await room.work("a person is told", isHurried: true) { try await room.shipment().needsPerson }
            let told = try await room.shipment()
            #expect(told.purchase?.absentSince == nil && told.record?.waitsFor == "carrier")
            #expect(try await room.sent(ActionTaken.self).map(\.action) == ["purchaseDoubtful"])
            #expect(room.partner.purchases.isEmpty)
            isSpoiled.withLock { $0 = false }
            room.partner.pass(.seconds(7200))
            try await room.work("the purchase is found", isHurried: true) { try await room.shipment().label != nil }
            #expect(try await room.shipment().trouble == nil)
            #expect(room.partner.purchases.map(\.status) == ["SUCCESS"])
        }
    }

    @Test("U+0000 in a carrier's words holds up nobody's purchase and is told as a sign that can be kept")
    func zero() async throws {
        let change: Mirror.Change = { call, answer in
            guard call == "GET /transactions" else { return answer }
            return Mirror.purchases(answer) { purchases in
                guard let oldest = purchases.indices.last else { return }
                purchases[oldest]["status"] = "ERROR"
                purchases[oldest]["messages"] = [["source": "USPS", "text": "no\u{0}"]]
            }
        }
        try await Room.lend(altering: change) { room in
            let second = OrderID.mint()
            try await lose(Names.order, room)
            try await lose(second, room)
            room.partner.pass(.seconds(91))
            try await room.work("the younger one is found", isHurried: true) {
                try await room.shipment(second).label != nil
            }
            try await room.work("the older one is told") { try await room.shipment().trouble != nil }
            #expect(try await room.shipment().record?.sentence == "USPS: no\u{FFFD}")
            #expect(try await room.sent(LabelFailed.self).map(\.detail) == ["USPS: no\u{FFFD}"])
        }
    }

    @Test("a purchase that cannot be saved does not hold up those behind it, and is tried again")
    func poisoned() async throws {
        try await Room.lend { room in
            let second = OrderID.mint()
            try await lose(Names.order, room)
            try await lose(second, room)
            try await room.asOwner { owner in
                try await owner.run(
                    """
                    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN RAISE EXCEPTION 'poison' USING ERRCODE = '22P05'; END $$
                    """)
                try await owner.run(
                    """
                    CREATE TRIGGER refuse BEFORE UPDATE ON shipments FOR EACH ROW
                    WHEN (OLD.order_id = \(unsafe: "'\(Names.order.uuid.uuidString)'")) EXECUTE FUNCTION refuse()
                    """)
            }
            room.partner.pass(.seconds(91))
            try await room.work("the younger one is found", isHurried: true) {
                try await room.shipment(second).label != nil
            }
            let older = try await room.shipment()
            try await room.work("the older one is named") {
                let name = "%\(older.id)%"
                return try await room.count("work", "kind = 'label.resolve' AND last_detail LIKE \(name)") == 1
            }
            #expect(older.purchase != nil)
            try await room.asOwner { try await $0.run("DROP TRIGGER refuse ON shipments") }
            try await room.work("the older one is found", isHurried: true) { try await room.shipment().label != nil }
            #expect(room.partner.purchases.map(\.status) == ["SUCCESS", "SUCCESS"])
        }
    }

    @Test("what is not found is not there only as far back as every line could be read")
    func coverage() throws {
        var books = PurchaseBooks()
        #expect(!books.covers(second(0)))
        // Newest first: at 50 and 40 seconds, then one that cannot be read, then one at 20, and more pages.
        books.take(try page([line(50), line(40), #"{"object_id":{}}"#, line(20)], hasNext: true), page: 1)
        #expect(books.covers(second(41)) && !books.covers(second(40)), "another of the same time may follow")
        #expect(!books.covers(second(30)) && !books.covers(second(19)))
        #expect(books.reached == second(20) && books.unread == 1)
        #expect(books.problem?.contains("page 1, purchase 3") == true)
        books.take(try page([line(10)], hasNext: false), page: 2)
        #expect(!books.covers(second(30)), "the end of the books fills no gap")

        var whole = PurchaseBooks()
        whole.take(try page([line(50)], hasNext: true), page: 1)
        #expect(!whole.covers(second(49)))
        whole.take(try page([line(10)], hasNext: false), page: 2)
        #expect(whole.covers(second(0)), "nothing is older than the last line")
    }

    @Test("a purchase that the books never tell of holds up none that came after it", arguments: Tail.allCases)
    func heldUp(tail: Tail) async throws {
        try await Room.lend(settings: Self.onePage, altering: tail.change) { room in
            // Begun at the start, before the line at ten minutes, and told of at 90 + 900 seconds.
            try await vanish(Names.order, room)
            room.partner.pass(.seconds(991))
            try await room.work("a person is told", isHurried: true) { try await room.shipment().needsPerson }
            #expect(try await room.shipment().purchase?.absentSince == nil)

            // Begun an hour later: the line at ten minutes is older by more than clocks differ.
            room.partner.pass(.seconds(3600))
            let second = OrderID.mint()
            try await vanish(second, room)
            room.partner.pass(.seconds(91))
            try await room.work("it is absent once", isHurried: true) {
                try await room.shipment(second).purchase?.absentSince != nil
            }
            #expect(room.partner.purchases.isEmpty)
            room.partner.pass(.seconds(31))
            try await room.work("another is bought", isHurried: true) { try await room.shipment(second).label != nil }
            #expect(room.partner.purchases.count == 1)
            #expect(try await room.shipment().isPurchaseDoubtful, "nothing is bought over what may be there")
        }
    }

    @Test("a person gives up the open purchase of a cancelled order: it is looked for no more, and nothing is bought")
    func givenUp() async throws {
        try await Room.lend(settings: Self.onePage, altering: Tail.endless.change) { room in
            try await vanish(Names.order, room)
            try await room.hear(.order(order(version: 2, status: .cancelled)))
            room.partner.pass(.seconds(991))
            try await room.work("a person sees it", isHurried: true) {
                try await room.count("shipments", "needs_person AND state = 'cancelled'") == 1
            }
            try await room.work("it is looked for again, later") {
                try await room.count("work", "kind = 'label.resolve' AND key = 'doubtful' AND state = 'waiting'") == 1
            }
            let named = BookStore.named([try await room.shipment().id])
            try await room.office.change(named, cause: nil) { handling, here in
                try? handling.perform(.retry, reason: nil, here)
            }
            #expect(try await room.count("shipments", "needs_person OR check_at IS NOT NULL") == 0)
            try await room.work("nobody looks for it", isHurried: true) {
                try await room.count("work", "kind = 'label.resolve'") == 0
            }
            #expect(room.partner.purchases.isEmpty)
        }
    }

    @Test("more purchases that stay open than one reading takes do not keep the next one from being looked for")
    func crowd() async throws {
        try await Room.lend { room in
            try await vanish(Names.order, room)
            room.partner.pass(.seconds(1))
            let second = OrderID.mint()
            try await lose(second, room)
            try await copyDoubtful(Names.order, times: 500, room)
            room.partner.pass(.seconds(91))
            try await room.work("the next one is found", isHurried: true) {
                try await room.shipment(second).label != nil
            }
            try await room.work("the others are looked for, later") {
                try await room.count(
                    "work", "kind = 'label.resolve' AND key = 'doubtful' AND due_at > now() + interval '10 min'") == 1
            }
        }
    }

    @Test("a comparison that does not come to the end of the books says so, and the next one comes sooner")
    func longer() async throws {
        try await Room.lend(settings: Self.onePage, altering: Tail.endless.change) { room in
            // The only line is of ten minutes after the start. Half an hour later, half of that is a quarter.
            room.partner.pass(.seconds(600 + 1800))
            try await room.office.queue.enqueue([ReconcileLabels.item(every: .seconds(3600))])
            try await room.work("it is said") {
                try await room.count(
                    "work",
                    """
                    kind = 'labels.reconcile' AND state = 'waiting'
                        AND last_reason = 'the books are longer than one reading'
                        AND last_detail = 'only the newest 1 purchases were read, back to 2026-01-01T00:10:00.000Z'
                        AND due_at BETWEEN now() + interval '10 min' AND now() + interval '15 min'
                    """) == 1
            }
        }
    }

    // MARK: Making books

    /// Readings of one page.
    private static let onePage: OfficeSettings = {
        var settings = OfficeSettings()
        settings.bookPages = 1
        return settings
    }()

    /// What stands in the books behind all that a test buys.
    enum Tail: CaseIterable {
        /// More purchases than one reading takes.
        case endless
        /// One that cannot be read.
        case unread

        /// Adds it to the partner's answers.
        var change: Mirror.Change {
            { call, answer in call == "GET /transactions" ? added(to: answer) : answer }
        }

        /// Ten minutes after the start something was bought that can be read; what is older is out of reach.
        private func added(to answer: String) -> String {
            let json = try? JSONSerialization.jsonObject(with: Data(answer.utf8))
            guard var root = json as? [String: Any], let known = root["results"] as? [Any] else { return answer }
            let last = ["object_id": "x", "status": "SUCCESS", "object_created": "2026-01-01T00:10:00Z"]
            let lost: [String: Any] = ["object_id": ["x": "y"]]
            root["results"] = known + [last] + (self == .unread ? [lost] : [])
            if self == .endless { root["next"] = "there is more" }
            let data = (try? JSONSerialization.data(withJSONObject: root)) ?? Data()
            return String(decoding: data, as: UTF8.self)
        }
    }

    private func second(_ seconds: Int64) -> Instant { Names.start.later(by: .seconds(seconds)) }

    private func line(_ seconds: Int64) -> String {
        #"{"object_id":"x","status":"SUCCESS","object_created":"\#(second(seconds))"}"#
    }

    private func page(_ lines: [String], hasNext: Bool) throws -> ShippoPage<Shippo.Transaction> {
        let next = hasNext ? #""there is more""# : "null"
        let text = #"{"next":\#(next),"results":[\#(lines.joined(separator: ","))]}"#
        return try JSONDecoder().decode(ShippoPage<Shippo.Transaction>.self, from: Data(text.utf8))
    }

    /// Makes more parcels like an order's, of whose purchases a person was told.
    private func copyDoubtful(_ id: OrderID, times: Int, _ room: Room) async throws {
        try await room.asOwner { owner in
            try await owner.run("ALTER TABLE shipments NO FORCE ROW LEVEL SECURITY")
            try await owner.run(
                """
                WITH copies AS (
                    SELECT gen_random_uuid() AS order_id, gen_random_uuid() AS shipment_id
                    FROM generate_series(1, \(times)))
                INSERT INTO shipments (tenant_id, order_id, shipment_id, check_at, body)
                SELECT s.tenant_id, c.order_id, c.shipment_id, s.check_at, s.body
                    || jsonb_build_object('orderID', c.order_id, 'id', c.shipment_id)
                    || '{"trouble": {"reason": "purchaseUnknown", "word": "carrier", "detail": ""}}'
                FROM shipments s, copies c WHERE s.order_id = \(id.uuid)
                """)
            try await owner.run("ALTER TABLE shipments FORCE ROW LEVEL SECURITY")
        }
    }

    /// A parcel whose label is never bought, and nobody hears of it.
    private func vanish(_ id: OrderID, _ room: Room) async throws {
        room.partner.delayPurchase(by: .seconds(86_400))
        try await room.order(id)
        try await room.work("the outcome is unknown") { try await room.shipment(id).state == .unknownPurchase }
    }

    /// A parcel whose label is bought, and nobody hears of it; the next one is a second younger.
    private func lose(_ id: OrderID, _ room: Room) async throws {
        room.partner.spoil(
            "transaction.create", 1, times: 1,
            .error(code: 1, status: 502, message: "bad gateway", isDone: true))
        try await room.order(id)
        try await room.work("the outcome is unknown") { try await room.shipment(id).state == .unknownPurchase }
        room.partner.pass(.seconds(1))
    }
}
