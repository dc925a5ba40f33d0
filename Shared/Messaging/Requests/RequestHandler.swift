public import Contracts
import Foundation

/// Answers one kind of request.
public protocol RequestHandler: Sendable {
    /// The request.
    associatedtype Question: Request

    /// Answers, or throws a ``Refusal``. Anything else that is thrown is our fault and told as such, without detail.
    func answer(_ question: Received<Question>, _ desk: Desk) async throws -> Question.Reply
}

/// A line of a service's table of contents: this request goes to this handler.
public struct RequestSubscription: Sendable {
    /// The request's name.
    public let name: MessageName
    let answer: @Sendable (Metadata, [UInt8], Desk) async throws -> Data

    /// A request goes to its handler.
    public static func answer<H: RequestHandler>(_ question: H.Question.Type, _ handler: H) -> RequestSubscription {
        let isForOperators = H.Question.self is any OperatorRequest.Type
        return RequestSubscription(name: H.Question.name) { metadata, body, desk in
            guard !isForOperators || desk.caller.isOperator else {
                throw Refusal(
                    .forbidden, code: "operatorsOnly",
                    "only the broker user \(Topology.operatorUser) may ask this")
            }
            let question: H.Question
            do {
                question = try JSONDecoder().decode(H.Question.self, from: Data(body))
            } catch {
                throw Refusal(
                    .invalid, code: "unreadable", DecodingTrouble.sentence(error), field: DecodingTrouble.field(error))
            }
            let reply = try await handler.answer(Received(metadata, question), desk)
            return try encoder.encode(reply)
        }
    }

    /// As answers stand on the web, so that the gateway can pass them on as they are.
    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()
}
