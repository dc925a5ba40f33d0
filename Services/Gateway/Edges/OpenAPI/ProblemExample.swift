import Contracts
import Messaging
import Schemas

extension ProblemKind {
    /// A problem of the kind, as it is told.
    var example: Problem {
        switch self {
        case .malformed: .malformed("parameterWrong", "limit must be \(Query.limit.rule)", field: "/limit")
        case .unauthorized: .noKey
        case .forbidden: .scopeMissing(.stockWrite)
        case .notFound: .unknownOrder
        case .methodNotAllowed: Problem(self, code: "otherMethod", "this address knows GET, HEAD, OPTIONS")
        case .conflict:
            Problem(
                self, code: "idempotencyKeyReused", "the Idempotency-Key was used for another request",
                field: "Idempotency-Key")
        case .tooLarge: Problem(self, code: "bodyTooLarge", "the body may have 262144 bytes at most")
        case .unsupportedMedia: .notJSON
        case .tooMany: Problem(self, code: "tooManyRequests", "the key asks too often; try again in 1 s")
        case .broken: .internal
        case .unavailable: Problem(RequestTrouble.unavailable)
        case .timedOut: Problem(RequestTrouble.timedOut)
        }
    }
}

extension Problem {
    /// As its document is written.
    var node: JSONNode {
        let told = document(request: "4bf92f3577b34da6a3ce929d0e0e4736")
        let members: [String: JSONNode] = [
            "type": .text(told.type), "title": .text(told.title), "status": .whole(told.status),
            "detail": .text(told.detail), "code": .text(told.code), "requestID": .text(told.requestID),
        ]
        return JSONNode.object(members).adding(told.field.map { ["field": .text($0)] } ?? [:])
    }
}
