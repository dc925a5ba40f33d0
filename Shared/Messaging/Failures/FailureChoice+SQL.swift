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
    var openOnes: SQL { (conditions + ["state = 'open'"]).joined(separator: " AND ") }
}
