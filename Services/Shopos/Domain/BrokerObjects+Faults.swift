// What a broker compares when something is declared again, and refuses for ever where it is other (406).

extension BrokerQueue {
    /// How it differs from what is declared, a phrase each.
    func faults(_ wanted: BrokerQueue) -> [String] {
        var faults: [String] = []
        let isOfOtherType = type != wanted.type
        if isOfOtherType { faults.append("is \(type ?? "unknown"), must be \(wanted.type ?? "unknown")") }
        faults += [
            Fault.flag("durable", isDurable, wanted.isDurable),
            Fault.flag("deleted with its last consumer", isAutoDelete, wanted.isAutoDelete),
            Fault.flag("of one connection alone", isExclusive, wanted.isExclusive),
        ].compactMap(\.self)
        // Of another type it has another argument for that, which says the same once more.
        return faults + Fault.arguments(arguments, wanted.arguments, but: isOfOtherType ? ["x-queue-type"] : [])
    }
}

extension BrokerExchange {
    /// How it differs from what is declared, a phrase each.
    func faults(_ wanted: BrokerExchange) -> [String] {
        let type = type == wanted.type ? nil : "is \(type), must be \(wanted.type)"
        return [
            type, Fault.flag("durable", isDurable, wanted.isDurable),
            Fault.flag("deleted with its last binding", isAutoDelete, wanted.isAutoDelete),
            Fault.flag("internal", isInternal, wanted.isInternal),
        ].compactMap(\.self) + Fault.arguments(arguments, wanted.arguments)
    }
}

/// How one property differs.
private enum Fault {
    static func flag(_ name: String, _ found: Bool, _ wanted: Bool) -> String? {
        found == wanted ? nil : "is \(found ? "" : "not ")\(name), must \(wanted ? "" : "not ")be so"
    }

    static func arguments(
        _ found: [String: BrokerValue], _ wanted: [String: BrokerValue], but known: Set<String> = []
    ) -> [String] {
        Set(found.keys).union(wanted.keys).subtracting(known).sorted().compactMap { name in
            switch (found[name], wanted[name]) {
            case (let found?, let wanted?) where found != wanted:
                "declared with \(name) \(found.text), must be with \(wanted.text)"
            case (let found?, nil): "declared with \(name) \(found.text), must be without"
            case (nil, let wanted?): "declared without \(name), must be with \(wanted.text)"
            default: nil
            }
        }
    }
}
