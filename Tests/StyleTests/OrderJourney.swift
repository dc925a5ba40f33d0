/// The way of messages through the services, read out of the code: which file handles what, and who hears what it
/// tells. Written to `docs/architecture/order-journey.md` by `make docs`.
struct OrderJourney {
    static let path = "docs/architecture/order-journey.md"

    /// A line of a service's `Subscriptions.swift`.
    struct Subscription {
        let service: String
        let queue: String
        let message: String
        let handler: String
    }

    /// What a service tells: a type of Contracts, its wire name and its file.
    struct Told {
        let type: String
        let wire: String
        let path: String
        let isRequest: Bool
    }

    private let subscriptions: [Subscription]
    private let told: [String: [Told]]

    init() {
        subscriptions = Tree.services.flatMap(Self.subscriptions)
        told = Dictionary(grouping: Self.contracts) { $0.path.split(separator: "/").map(String.init)[2] }
    }

    /// The document.
    var text: String {
        """
        # The journey of an order

        Made from the code by `make docs`; a test fails when the two differ. Begin at the Gateway with a webhook and
        follow the links: each line names the file that handles a message, and below it stands what its service tells.

        \(journey.map(section).joined(separator: "\n"))
        """
    }

    /// The services in the order in which an order meets them: whoever hears what was told comes after who told it.
    private var journey: [String] {
        var found = ["Gateway"]
        var next = 0
        while next < found.count {
            let types = (told[found[next]] ?? []).filter { !$0.isRequest }.map(\.type)
            let hearers = subscriptions.filter { types.contains($0.message) }.map(\.service)
            for service in hearers where !found.contains(service) { found.append(service) }
            next += 1
        }
        return found
            + Tree.services.filter { name in
                !found.contains(name) && subscriptions.contains { $0.service == name }
            }
    }

    private func section(_ service: String) -> String {
        let hears = subscriptions.filter { $0.service == service }
        let tells = (told[service] ?? []).filter { !$0.isRequest }
        var lines = ["## \(service)", ""]
        if !hears.isEmpty {
            lines += ["| hears | on | handled in |", "|---|---|---|"]
            lines += hears.map { "| \(wire($0.message)) | `\($0.queue)` | \(link($0)) |" } + [""]
        }
        if !tells.isEmpty {
            lines += ["| tells | heard by |", "|---|---|"]
            lines += tells.map { "| [`\($0.wire)`](../../\($0.path)) | \(hearers($0.type)) |" } + [""]
        }
        return lines.joined(separator: "\n")
    }

    private func wire(_ type: String) -> String {
        let known = told.values.joined().first { $0.type == type }
        return "`\(known?.wire ?? type)`"
    }

    private func hearers(_ type: String) -> String {
        let names = subscriptions.filter { $0.message == type }.map(\.service)
        return names.isEmpty ? "no service yet" : Set(names).sorted().joined(separator: ", ")
    }

    private func link(_ subscription: Subscription) -> String {
        let folder = "Services/\(subscription.service)/"
        let declaration = "struct \(subscription.handler)"
        let file = Tree.paths(endingIn: ".swift").first { path in
            path.hasPrefix(folder)
                && Tree.text(path).split(separator: "\n").contains { line in
                    line.contains(declaration + ":") || line.contains(declaration + " ")
                }
        }
        guard let file else { return "`\(subscription.handler)`" }
        return "[\(subscription.handler)](../../\(file))"
    }
}

// MARK: - Reading

extension OrderJourney {
    private static func subscriptions(of service: String) -> [Subscription] {
        var queue = "\(service.lowercased()).requests"
        var found: [Subscription] = []
        let text = Tree.text("Services/\(service)/Subscriptions.swift")
        let entry =
            /Lane\(\s*"(?<queue>[^"]+)"|\.(?:on|answer)\(\s*(?:\[(?<name>\w+)\.name\]|(?<list>\w+)\.names|(?<type>\w+)\.self),\s*(?<handler>[\w.]+)/
        for match in text.matches(of: entry) {
            if let lane = match.output.queue {
                queue = String(lane)
            } else if let handler = match.output.handler {
                let single = (match.output.type ?? match.output.name).map { [String($0)] }
                let isRequest = match.output.0.hasPrefix(".answer")
                found += (single ?? names(of: match.output.list ?? "", in: service)).map { message in
                    Subscription(
                        service: service, queue: isRequest ? "\(service.lowercased()).requests" : queue,
                        message: message, handler: typeName(handler, in: text))
                }
            }
        }
        return found
    }

    /// The messages that a type of a service's reads, each by its name: `static let names = [OrderChanged.name, …]`.
    private static func names(of type: Substring, in service: String) -> [String] {
        let files = Tree.paths(endingIn: ".swift").filter { $0.hasPrefix("Services/\(service)/") }.map(Tree.text)
        guard let text = files.first(where: { $0.contains("enum \(type):") || $0.contains("enum \(type) ") }),
            let list = text.firstMatch(of: /static let names[^=]*= \[([^\]]+)\]/)
        else { return [] }
        return list.output.1.matches(of: /(\w+)\.name\b/).map { String($0.output.1) }
    }

    /// `handlers.facts` is of the type that the file says (`let facts: OrderFactHandler`).
    private static func typeName(_ expression: Substring, in text: String) -> String {
        let last = expression.split(separator: ".").last ?? expression
        let declared = text.matches(of: /let (\w+): (\w+)/).first { $0.output.1 == last }
        return declared.map { String($0.output.2) } ?? String(last)
    }

    private static var contracts: [Told] {
        Tree.paths(endingIn: ".swift").filter { $0.hasPrefix("Shared/Contracts/") }.flatMap { path in
            Tree.text(path).matches(
                of: /struct (\w+): (Event|Command|(?:Operator)?Request)[\s\S]*?static let name: MessageName = "([^"]+)"/
            ).map { match in
                Told(
                    type: String(match.output.1), wire: String(match.output.3), path: path,
                    isRequest: match.output.2.hasSuffix("Request"))
            }
        }
    }
}
