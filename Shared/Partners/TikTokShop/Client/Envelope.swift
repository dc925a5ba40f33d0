import Foundation
import Outbound

/// What every answer is wrapped in. Success is `code` 0, whatever the HTTP status says.
struct Envelope<Reply: Decodable>: Decodable {
    let code: Int
    let message: String
    let requestID: String?
    let reply: Reply?

    private enum CodingKeys: String, CodingKey {
        case code, message, data
        case requestID = "request_id"
    }

    /// `data` is read on success alone: beside an error it may have any shape. On success without any, an empty object
    /// stands in, since every field of a reply is optional.
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let code = try container.decode(Loose<Int>.self, forKey: .code).wrappedValue
        guard let code else {
            throw DecodingError.keyNotFound(
                CodingKeys.code, .init(codingPath: [], debugDescription: "is missing"))
        }
        self.code = code
        message = try container.decode(Loose<String>.self, forKey: .message).wrappedValue ?? ""
        requestID = try container.decode(Loose<String>.self, forKey: .requestID).wrappedValue
        let hasData = try container.contains(.data) && !container.decodeNil(forKey: .data)
        if code != 0 {
            reply = nil
        } else if hasData {
            reply = try container.decode(Reply.self, forKey: .data)
        } else {
            reply = try JSONDecoder().decode(Reply.self, from: Data("{}".utf8))
        }
    }
}
