import Contracts
import Foundation
import Messaging
import Partners
import Shippo

extension Office {
    /// Calls the partner about a shipment. Of what it answers with instead of a reply, nothing is passed on that
    /// repeats the recipient's address.
    func discreetly<Value>(_ key: ShipmentKey, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as ShippoError {
            throw error.saying(try await hidden(error.message, of: key))
        } catch let trouble as NoLabel {
            let detail = try await hidden(trouble.detail, of: key)
            throw NoLabel(reason: trouble.reason, word: trouble.word, detail: detail)
        }
    }

    /// A sentence of the partner's without what it repeats of the recipient's address.
    func hidden(_ sentence: String, of key: ShipmentKey) async throws -> String {
        guard let place = try await recipients.open(key, database)?.place else {
            return "What the carrier partner said is not shown: the recipient is erased."
        }
        let words = PersonalWords([place.name, place.city, place.postalCode] + place.lines, phones: [place.phone])
        return words.hidden(in: sentence)
    }
}
