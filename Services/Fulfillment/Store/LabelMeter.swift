import CoreMetrics

/// How many labels are wanted, and how long each takes: a label that never comes shows as one that is missing.
enum LabelMeter {
    /// Changes were committed.
    static func passed(_ milestones: [Handling.Milestone]) {
        for milestone in milestones {
            switch milestone {
            case .wanted: CoreMetrics.Counter(label: "shop.labels.wanted").increment()
            case .bought(let wait): CoreMetrics.Timer(label: "shop.label.wait").recordMilliseconds(max(0, wait))
            }
        }
    }
}
