import Contracts
import Postgres

extension FailureChoice {
    /// Its conditions on a row of `failures`, whatever the row's state.
    var conditions: [SQL] {
        var conditions: [SQL] = ["true"]
        if let tenant { conditions.append("tenant_id = \(tenant.uuid)") }
        if let lane { conditions.append("lane = \(lane)") }
        if let cause { conditions.append("cause = \(cause)") }
        if let message { conditions.append("message_id = \(message.uuid)") }
        return conditions
    }

    /// The open ones among them.
    var openOnes: SQL { openOnes(before: nil) }

    /// The open ones among them that failed last before a moment.
    func openOnes(before: Instant?) -> SQL {
        let early: [SQL] = before.map { ["last_at < \($0.date)"] } ?? []
        return (conditions + ["state = 'open'"] + early).joined(separator: " AND ")
    }
}
