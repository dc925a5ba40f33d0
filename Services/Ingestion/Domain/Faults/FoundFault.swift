/// A fault and what it was found in.
struct FoundFault: Hashable, Sendable {
    /// What was read.
    enum Subject: String, Sendable {
        case order, `return`, product, warehouse
    }

    let subject: Subject
    /// The channel's id; empty where it has none.
    let key: String
    let fault: OrderFault

    init(subject: Subject, key: String, fault: OrderFault) {
        self.subject = subject
        self.key = key
        self.fault = fault
    }

    /// An element of a page that did not even decode; its problem begins with the path.
    init(subject: Subject, malformed id: String?, _ problem: String) {
        let parts = problem.split(separator: ":", maxSplits: 1)
        let fault =
            parts.count == 2
            ? OrderFault(String(parts[0]), String(parts[1].drop { $0 == " " })) : OrderFault("", problem)
        self.init(subject: subject, key: id ?? "", fault: fault)
    }
}
