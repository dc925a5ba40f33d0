import Schemas

/// What callers of the HTTP interface rely on, as `docs/openapi.json` tells it.
struct HTTPContract {
    /// What one address does with one method.
    struct Operation {
        let name: String
        let node: JSONNode
    }

    /// By `METHOD path`.
    let operations: [String: Operation]
    private let definitions: JSONNode

    init(_ document: JSONNode) {
        definitions = document["components"]?["schemas"] ?? [:]
        var operations: [String: Operation] = [:]
        for (path, methods) in Self.members(document["paths"]) {
            for (method, node) in Self.members(methods) {
                let name = "\(method.uppercased()) \(path)"
                operations[name] = Operation(name: name, node: node)
            }
        }
        self.operations = operations
    }

    /// What breaks a caller who knows only the older one.
    func breaches(in newer: HTTPContract) -> [String] {
        operations.values.sorted { $0.name < $1.name }.flatMap { old in
            guard let new = newer.operations[old.name] else { return ["\(old.name) is gone"] }
            return parameters(old, new, newer) + bodies(old, new, newer) + answers(old, new, newer)
                + Self.access(old, new)
        }
    }

    // MARK: Parts

    /// Callers go on asking as they asked; we alone read it.
    private func parameters(_ old: Operation, _ new: Operation, _ newer: HTTPContract) -> [String] {
        let (before, now) = (Self.parameters(old), Self.parameters(new))
        let isNeeded = { (parameter: JSONNode?) in parameter?["required"] == true }
        let gone = before.keys.filter { now[$0] == nil }.sorted().map { "\(old.name): \($0) is no longer taken" }
        let needed = now.filter { isNeeded($0.value) && !isNeeded(before[$0.key]) }.keys.sorted()
            .map { "\(old.name): \($0) must be given" }
        let changed = before.sorted { $0.key < $1.key }.flatMap { name, parameter -> [String] in
            guard let other = now[name] else { return [] }
            return compare(parameter["schema"] ?? .null, other["schema"] ?? .null, newer, isReadByTheRelease: false)
                .map { "\(old.name): \(name)\($0)" }
        }
        return gone + needed + changed
    }

    /// The parameters of an operation by place and name.
    private static func parameters(_ operation: Operation) -> [String: JSONNode] {
        guard case .array(let parameters) = operation.node["parameters"] else { return [:] }
        return Dictionary(
            parameters.compactMap { parameter in
                guard case .text(let name) = parameter["name"], case .text(let place) = parameter["in"] else {
                    return nil
                }
                return ("\(place) \(name)", parameter)
            }, uniquingKeysWith: { first, _ in first })
    }

    /// Whoever could prove who it is, and had the right, still can and still has it.
    private static func access(_ old: Operation, _ new: Operation) -> [String] {
        let (before, now) = (ways(old), ways(new))
        let isOpen = now.isEmpty || now.contains([:])
        let gone = isOpen ? [] : (before.isEmpty ? [[:]] : before).filter { !now.contains($0) }
        let scopes = (old.node["x-scope"], new.node["x-scope"])
        let isNarrower = scopes.1 != nil && scopes.1 != scopes.0
        return gone.map { "\(old.name): \(name(of: $0)) no longer opens it" }
            + (isNarrower ? ["\(old.name): another scope is needed"] : [])
    }

    /// The ways to prove who one is, of which one suffices.
    private static func ways(_ operation: Operation) -> [JSONNode] {
        if case .array(let ways) = operation.node["security"] { ways } else { [] }
    }

    private static func name(of way: JSONNode) -> String {
        let names = members(way).keys.sorted()
        return names.isEmpty ? "nothing" : names.joined(separator: " and ")
    }

    /// Callers go on sending what they sent; we alone read it.
    private func bodies(_ old: Operation, _ new: Operation, _ newer: HTTPContract) -> [String] {
        let before = old.node["requestBody"].flatMap(Self.schema)
        let now = new.node["requestBody"].flatMap(Self.schema)
        switch (before, now) {
        case (nil, nil): return []
        case (nil, .some):
            return new.node["requestBody"]?["required"] == true ? ["\(old.name): a body must be given"] : []
        case (.some, nil): return ["\(old.name): a body is no longer taken"]
        case (let before?, let now?):
            return compare(before, now, newer, isReadByTheRelease: false).map { "\(old.name) body\($0)" }
        }
    }

    /// The kinds in which an answer is no longer given.
    private static func lostKinds(_ old: JSONNode, _ new: JSONNode) -> [String] {
        let now = members(new["content"])
        return members(old["content"]).keys.filter { now[$0] == nil }.sorted()
    }

    /// Callers read what we answer: it may become more and be surer, never less. New words must be expected.
    private func answers(_ old: Operation, _ new: Operation, _ newer: HTTPContract) -> [String] {
        let harmful: Set<ContractComparison.Breach.Kind> = [.removed, .retyped, .madeOptional, .widened]
        return Self.members(old.node["responses"]).sorted { $0.key < $1.key }.flatMap { status, answer -> [String] in
            guard status.hasPrefix("2") else { return [] }
            guard let other = new.node["responses"]?[status] else { return ["\(old.name): \(status) is gone"] }
            let lost = Self.lostKinds(answer, other).map { "\(old.name): \(status) is no \($0) any more" }
            guard let before = Self.schema(answer), let now = Self.schema(other) else { return lost }
            let changed = compare(before, now, newer, isReadByTheRelease: true, harmful)
            return lost + changed.map { "\(old.name) \(status)\($0)" }
        }
    }

    private func compare(
        _ before: JSONNode, _ now: JSONNode, _ newer: HTTPContract, isReadByTheRelease: Bool,
        _ harmful: Set<ContractComparison.Breach.Kind>? = nil
    ) -> [String] {
        do {
            return ContractComparison(
                try Shape(document: before.adding(["$defs": definitions])),
                try Shape(document: now.adding(["$defs": newer.definitions])), isReadByTheRelease: isReadByTheRelease
            ).breaches.filter { harmful?.contains($0.kind) ?? true }.map { " \($0)" }
        } catch {
            // What cannot be read must at least be the same.
            return before == now ? [] : [": changed, and cannot be compared"]
        }
    }

    /// The JSON that a body or an answer holds.
    private static func schema(_ holder: JSONNode) -> JSONNode? { holder["content"]?["application/json"]?["schema"] }

    private static func members(_ node: JSONNode?) -> [String: JSONNode] {
        guard case .object(let members) = node else { return [:] }
        return members
    }
}
