import Contracts
import Logging

extension Metadata {
    /// What the log lines of a message's handling carry.
    var logged: Logger.Metadata {
        let metadata: Logger.Metadata = ["message.id": "\(id.text)"]
        return metadata.about(self)
    }
}

extension Logger.Metadata {
    /// The same, and by what a message is found everywhere: its brand, its journey, its trace, as far as it has them.
    func about(_ metadata: Metadata) -> Logger.Metadata {
        let trace = metadata.traceparent?.split(separator: "-").dropFirst().first
        let names: Logger.Metadata = [
            "tenant.id": "\(metadata.tenant?.description ?? "")", "journey.id": "\(metadata.correlation ?? "")",
            "trace.id": "\(trace ?? "")",
        ]
        return merging(names.filter { $0.value != .string("") }) { own, _ in own }
    }
}
