import Contracts
import Foundation
import HTTPTypes
import Shippo
import TikTokShop

/// Where partners send their webhooks.
enum WebhookRoutes {
    static let routes = [
        Route(
            .post, "/webhooks/tiktok", "tiktokWebhook", "Takes a webhook of TikTok Shop in.", .open,
            details: "It is stored and answered at once; what it announces is read at the channel afterwards.",
            mostBodyBytes: WebhookDoor.mostBytes, gives: .nothing(200, "It is kept."), takesForeignParameters: true,
            isFree: true
        ) { call in
            try await tiktok(call)
        },
        Route(
            .post, "/webhooks/shippo", "shippoWebhook", "Takes a webhook of Shippo in.", .open,
            details: "Where an HMAC is agreed with Shippo, its header takes the place of `token`.",
            query: [Query.token],
            mostBodyBytes: WebhookDoor.mostBytes, gives: .nothing(200, "It is kept."), takesForeignParameters: true,
            isFree: true
        ) { call in
            try await shippo(call)
        },
    ]

    /// Whoever cannot prove who it is learns nothing else.
    private static func unsigned(_ field: String) -> Problem {
        Problem(
            .unauthorized, code: "signatureWrong", "the signature does not belong to these bytes", field: field)
    }

    private static func tiktok(_ call: Call) async throws -> Answer {
        let authorization = call.headers[.authorization]
        let apps = call.gateway.webhooks.locks.apps
        guard let app = apps.first(where: { $0.signature.verify(authorization, body: call.body) }) else {
            throw unsigned("Authorization")
        }
        try check(call)
        let event = try read(call.body)
        let webhook = WebhookReceived(
            provider: .tiktokShop, app: app.name, headers: kept(call, [.authorization, .contentType]),
            payload: Data(call.body), receivedAt: Instant(Date()))
        try await call.gateway.webhooks.publish(webhook, key: "gateway.tiktok.\(event.type.rawValue)", call.trace)
        return Answer(200)
    }

    private static func read(_ body: [UInt8]) throws(Problem) -> TikTokShop.WebhookEvent {
        do {
            return try TikTokShop.WebhookEvent(body)
        } catch {
            throw .malformed("notAWebhook", "\(error)", field: error.field.map { "/\($0)" })
        }
    }

    private static func shippo(_ call: Call) async throws -> Answer {
        let locks = call.gateway.webhooks.locks
        let field = locks.shippoHMAC.flatMap { HTTPField.Name($0.header) }
        let isSigned =
            locks.shippoHMAC?.verify(field.flatMap { call.headers[$0] }, body: call.body, now: Date()) ?? false
        guard try isSigned || locks.shippoToken?.verify(call.value(Query.token)) == true else {
            throw unsigned(field?.canonicalName ?? "/token")
        }
        try check(call)
        guard let event = Shippo.WebhookEvent(call.body) else {
            throw Problem.malformed("notAWebhook", "event is missing or no text", field: "/event")
        }
        let webhook = WebhookReceived(
            provider: .shippo, app: nil, headers: kept(call, [field, .contentType].compactMap(\.self)),
            payload: Data(call.body), receivedAt: Instant(Date()))
        try await call.gateway.webhooks.publish(webhook, key: "gateway.shippo.\(word(event.kind))", call.trace)
        return Answer(200)
    }

    private static func check(_ call: Call) throws(Problem) {
        try BodyReader.checkMedia(call.headers)
        try BodyReader.check(call.body)
    }

    private static func kept(_ call: Call, _ names: [HTTPField.Name]) -> [String: String] {
        names.reduce(into: [:]) { $0[$1.canonicalName] = call.headers[$1] }
    }

    /// A routing key has dots and at most 255 bytes: a word that is none of Shippo's must not choose its own way.
    private static func word(_ kind: WebhookKind) -> String {
        let word = kind.rawValue
        let isPlain = word.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
        }
        return isPlain && (1...64).contains(word.utf8.count) ? word : "other"
    }
}
