import Contracts
import Foundation
import Messaging
import Postgres
import Testing

@testable import Fulfillment

/// The carrier partner may repeat the recipient's address in what it says; nothing of that is kept or told.
@Suite(.timeLimit(.minutes(5)))
struct DiscretionTests {
    private static let said = "No carrier goes to ADA DEMO, 500 Pine St, San Francisco 94108, phone 15550100."
    private static let shown = "No carrier goes to …, … St, …, phone …."

    @Test(
        "an error that ends the attempt is kept and told without the address",
        arguments: ["address.create", "shipment.create", "transaction.create"])
    func refused(endpoint: String) async throws {
        try await Room.lend { room in
            room.partner.fail(endpoint, status: 400, message: Self.said)
            try await room.order()
            try await room.work("it has failed") { try await room.sent(LabelFailed.self).count == 1 }
            #expect(try await room.sent(LabelFailed.self).first?.detail.contains(Self.shown) == true)
            #expect(try await room.shipment().record?.sentence?.contains(Self.shown) == true)
            try await isNowhere(room)
        }
    }

    @Test("an error that passes is kept with the work without the address")
    func passing() async throws {
        try await Room.lend { room in
            room.partner.fail("address.create", status: 500, times: 100, message: Self.said)
            try await room.order()
            try await room.work("it was tried") {
                try await room.count("work", "kind = 'label.buy' AND last_detail LIKE '%No carrier goes to …%'") == 1
            }
            try await isNowhere(room)
        }
    }

    private func isNowhere(_ room: Room) async throws {
        for table in ["shipments", "shipment_events", "work", "outbox", "told"] {
            let rows = try await room.database.rows("SELECT t::text FROM \(identifier: table) AS t", as: String.self)
            for row in rows {
                // "Pine" as it is, and in the hexadecimal digits of bytes.
                let isShown = row.contains("Pine") || row.contains("50696e65")
                #expect(!isShown, "\(table): \(row)")
            }
        }
    }
}
