extension BrokerPlan {
    /// Policies of others that win over ours. Of all that fit a queue the broker applies one: that of the highest
    /// priority, and of equals either (rabbitmq.com/docs/policies).
    func foreign(_ there: [BrokerPolicy]) -> [Difference] {
        let own = Set(policies.map(\.name))
        let priority = policies.map(\.priority).max() ?? 0
        return there.filter { !own.contains($0.name) && $0.priority >= priority && $0.isForQueues }
            .sorted { $0.name < $1.name }.compactMap(overruling)
    }

    private func overruling(_ policy: BrokerPolicy) -> Difference? {
        func difference(_ kind: Difference.Kind, _ detail: String) -> Difference {
            Difference(kind: kind, sort: "foreign policy", name: policy.name, detail: detail)
        }
        // The broker's regular expressions are not quite ours.
        guard let pattern = try? Regex(policy.pattern) else {
            return difference(.unknown, "whether \(policy.pattern) fits queues of ours cannot be told here")
        }
        let fitting = queues.filter { $0.contains(pattern) }
        guard let first = fitting.first else { return nil }
        let more = fitting.count > 1 ? " and \(fitting.count - 1) more" : ""
        return difference(.different, "its priority \(policy.priority) takes \(first)\(more) from our own")
    }
}

extension BrokerPolicy {
    /// Whether it may hold for a quorum queue.
    fileprivate var isForQueues: Bool { ["all", "queues", "quorum_queues"].contains(applyTo) }
}
