import Contracts
import Foundation

/// How a person names one order: by our id, or by the channel's.
enum OrderName: Hashable, Sendable {
    case ours(UUID)
    case channels(String)

    /// Reads a name; ids of channels are no UUIDs.
    init(_ text: String) throws(Wrong) {
        if let id = UUID(text: text) {
            self = .ours(id)
        } else {
            do {
                self = .channels(try OrderReader.identifier(text, "order"))
            } catch {
                throw Wrong("noID", at: "/order", "must be an order's id, ours or the channel's")
            }
        }
    }
}
