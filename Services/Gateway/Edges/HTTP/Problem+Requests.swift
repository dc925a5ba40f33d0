import Contracts
import Messaging

extension Problem {
    /// What a service's refusal is over HTTP.
    init(_ refusal: Refusal) {
        self.init(ProblemKind(refusal.kind), code: refusal.code, refusal.detail, field: refusal.field)
    }

    /// What becomes of a request that got no answer.
    init(_ trouble: RequestTrouble) {
        switch trouble {
        case .refused(let refusal), .tooLate(let refusal, _): self.init(refusal)
        case .unavailable:
            self.init(
                .unavailable, code: "serviceUnavailable", "the service that knows this is not there at the moment",
                headers: ["Retry-After": "2"])
        case .timedOut:
            self.init(
                .timedOut, code: "noAnswerInTime",
                "no answer came in time; with an Idempotency-Key it is safe to ask again")
        case .unreadable:
            self.init(.broken, code: "unreadableAnswer", "a service answered what the gateway cannot read")
        }
    }
}

extension ProblemKind {
    init(_ kind: Refusal.Kind) {
        self =
            switch kind {
            case .invalid: .malformed
            case .notFound: .notFound
            case .conflict: .conflict
            case .forbidden: .forbidden
            case .unavailable: .unavailable
            case .broken: .broken
            }
    }
}
