import Foundation
import Outbound
import Testing

@testable import Shippo

/// What a purchase came to.
struct TransactionTests {
    @Test("A label is there when status, file and number say so")
    func bought() throws {
        let transaction = try decode(
            #"""
            {"object_id":"tx_inv1","status":"SUCCESS","rate":"rt_inv1","tracking_number":"9205590164917312751089",
            "label_url":"https://labels.example/tx_inv1.pdf","tracking_url_provider":"https://track.example/9205",
            "messages":[],"metadata":"order A1001","test":true,"created_by":null}
            """#)
        #expect(
            transaction.outcome
                == .bought(
                    labelURL: "https://labels.example/tx_inv1.pdf", trackingNumber: "9205590164917312751089"))
        #expect(transaction.metadata == "order A1001")
        #expect(transaction.isTest == true)
    }

    @Test("An error under HTTP 201 is a failure with the carrier's words")
    func failed() throws {
        let transaction = try decode(
            #"""
            {"object_id":"tx_inv2","status":"ERROR","rate":"rt_inv2",
            "messages":[{"source":"USPS","code":"","text":"Rate has expired"}],"created_by":null}
            """#)
        #expect(transaction.outcome == .failed(reason: "USPS: Rate has expired"))
    }

    @Test("A failure without words is still one")
    func speechless() throws {
        #expect(try decode(#"{"status":"ERROR"}"#).outcome == .failed(reason: "no reason given"))
    }

    @Test(
        "What is not decided must be read again",
        arguments: [
            #"{"status":"WAITING"}"#, #"{"status":"QUEUED"}"#, #"{"status":"TELEPORTING"}"#, "{}",
            #"{"status":"SUCCESS"}"#, #"{"status":"SUCCESS","label_url":"https://l.example","tracking_number":""}"#,
        ])
    func pending(json: String) throws {
        #expect(try decode(json).outcome == .pending)
    }

    @Test(
        "What a purchase comes to does not depend on what is only good to have",
        arguments: [
            #""rate":{"object_id":"rt_inv1","amount":"6.07"},"messages":["bare words",7,{"text":{}}]"#,
            #""rate":[7],"messages":"bare words","eta":{},"tracking_url_provider":[],"test":"perhaps""#,
            #""messages":7"#,
        ])
    func strange(fields: String) throws {
        let json = #"{"object_id":"tx","status":"SUCCESS","label_url":"https://l.example","tracking_number":"1",\#(fields)}"#
        #expect(try decode(json).outcome == .bought(labelURL: "https://l.example", trackingNumber: "1"))
        #expect(try decode(#"{"status":"ERROR",\#(fields)}"#).outcome != .pending)
    }

    @Test("A rate that is written out is named by its id, and bare words are a message")
    func writtenOut() throws {
        let transaction = try decode(#"{"status":"ERROR","rate":{"object_id":"rt_inv1"},"messages":["Rate has expired"]}"#)
        #expect(transaction.rateID == "rt_inv1")
        #expect(transaction.outcome == .failed(reason: "Rate has expired"))
    }

    @Test(
        "What names a purchase and tells how it went must be readable",
        arguments: ["object_id", "status", "metadata", "tracking_number", "label_url", "object_created"])
    func unreadable(field: String) {
        let error = #expect(throws: DecodingError.self) { try decode(#"{"\#(field)":{}}"#) }
        #expect(error?.inWords == "\(field): is not a text")
    }

    @Test("A label on its way back is not bought", arguments: ["REFUNDED", "REFUNDPENDING", "REFUNDREJECTED"])
    func refunding(word: String) throws {
        let json = #"{"status":"\#(word)","label_url":"https://l.example","tracking_number":"1"}"#
        #expect(try decode(json).outcome == .refunding(TransactionStatus(rawValue: word)))
    }

    @Test("A refund is settled when the carrier has decided")
    func refunds() throws {
        for (word, isSettled) in [("QUEUED", false), ("PENDING", false), ("SUCCESS", true), ("ERROR", true)] {
            let json = #"{"object_id":"rf","status":"\#(word)","transaction":"tx"}"#
            let refund = try JSONDecoder().decode(Refund.self, from: Data(json.utf8))
            #expect(refund.isSettled == isSettled)
            #expect(refund.transactionID == "tx")
        }
    }

    private func decode(_ json: String) throws -> Transaction {
        try JSONDecoder().decode(Transaction.self, from: Data(json.utf8))
    }
}
