import Contracts

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
        /// Event, Command, Request or OperatorRequest.
        let kind: String
        /// The services that make one.
        let tellers: [String]

        var isRequest: Bool { kind.hasSuffix("Request") }
    }

    /// What a service does in its own time, once a handler or other work has wanted it.
    struct Work {
        let service: String
        let type: String
        let name: String
        let path: String
        /// The files that want it.
        let wanted: [String]
    }

    private let subscriptions: [Subscription]
    private let contracts: [Told]
    private let works: [Work]
    /// What live views hear of.
    private let news: Set<String>

    init() {
        subscriptions = Tree.services.flatMap(Self.subscriptions)
        contracts = Self.readContracts()
        works = Tree.services.flatMap(Self.work)
        news = Set(
            Tree.text("Services/Gateway/Domain/NewsKind.swift").matches(of: /(\w+)\.name: \./).map {
                String($0.output.1)
            })
    }

    /// The document.
    var text: String {
        """
        # The journey of an order

        Made from the code by `make docs`; a test fails when the two differ. Begin at the Gateway with a webhook and
        follow the links: each line names the file that handles a message; below stand the work that handlers want done,
        and what the service tells.

        \(journey.map(section).joined(separator: "\n"))
        """
    }

    private func told(by service: String) -> [Told] {
        contracts.filter { !$0.isRequest && $0.tellers.contains(service) }
    }

    /// The services in the order in which an order meets them: whoever hears of an event comes after who told it.
    private var journey: [String] {
        var found = ["Gateway"]
        var next = 0
        while next < found.count {
            var hearers = Set(hearers(of: found[next])).subtracting(found)
            while !hearers.isEmpty {
                let isFirst = { (one: String) in
                    hearers.allSatisfy { $0 == one || !self.hearers(of: $0).contains(one) }
                }
                let service = hearers.sorted().first(where: isFirst) ?? hearers.sorted()[0]
                hearers.remove(service)
                found.append(service)
            }
            next += 1
        }
        return found
            + Tree.services.filter { name in
                !found.contains(name) && subscriptions.contains { $0.service == name }
            }
    }

    /// Who hears the events of a service.
    private func hearers(of service: String) -> [String] {
        let types = told(by: service).filter { $0.kind == "Event" }.map(\.type)
        return subscriptions.filter { types.contains($0.message) && $0.service != service }.map(\.service)
    }

    private func section(_ service: String) -> String {
        let hears = subscriptions.filter { $0.service == service }
        let tells = told(by: service)
        let does = works.filter { $0.service == service }
        var lines = ["## \(service)", ""]
        if !hears.isEmpty {
            lines += ["| hears | on | handled in |", "|---|---|---|"]
            lines += hears.map { "| \(wire($0.message)) | `\($0.queue)` | \(link($0)) |" } + [""]
        }
        if !does.isEmpty {
            lines += ["| does | wanted in | done in |", "|---|---|---|"]
            lines += does.map {
                "| `\($0.name)` | \($0.wanted.map(Self.link).joined(separator: ", ")) | \(Self.link($0.path)) |"
            }
            lines.append("")
        }
        if !tells.isEmpty {
            lines += ["| tells | heard by |", "|---|---|"]
            lines += tells.map { "| [`\($0.wire)`](../../\($0.path)) | \(hearers($0.type)) |" } + [""]
        }
        return lines.joined(separator: "\n")
    }

    private func wire(_ type: String) -> String {
        let known = contracts.first { $0.type == type }
        return "`\(known?.wire ?? type)`"
    }

    private func hearers(_ type: String) -> String {
        let hearing = Dictionary(grouping: subscriptions.filter { $0.message == type }, by: \.service)
        let names = hearing.sorted { $0.key < $1.key }.map { $0.key + Self.patterns($0.value.map(\.queue)) }
        let all = names + (news.contains(type) ? ["live views"] : [])
        return all.isEmpty ? "no service yet" : all.joined(separator: ", ")
    }

    /// Where queues are bound by whose webhook it is, and not by a message's name: by what.
    private static func patterns(_ queues: [String]) -> String {
        let keys = Topology.lanes.filter { $0.exchange == .webhooks && queues.contains($0.queue) }.flatMap(\.keys)
        return keys.isEmpty ? "" : " (\(keys.map { "`\($0)`" }.joined(separator: ", ")))"
    }

    /// A file by its type's name.
    private static func link(_ path: String) -> String {
        let name = path.split(separator: "/").last.map { $0.dropLast(".swift".count) } ?? ""
        return "[\(name)](../../\(path))"
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
        // A handler may be wrapped in another: `Counted(SaleHandler(…))`.
        let entry =
            /Lane\(\s*"(?<queue>[^"]+)"|\.(?:on|answer)\(\s*(?:\[(?<name>\w+)\.name\]|(?<list>\w+)\.names|(?<type>\w+)\.self),\s*(?:\w+\(\s*(?=\w+Handler\())?(?<handler>[\w.]+)/
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

    /// The kinds of work of a service, and the other files of it that want each.
    private static func work(of service: String) -> [Work] {
        let paths = Tree.paths(endingIn: ".swift").filter { $0.hasPrefix("Services/\(service)/") }
        let files = paths.map { ($0, words(of: Tree.text($0))) }
        return paths.flatMap { path in
            Tree.text(path).matches(of: /struct (\w+): WorkKind[\s\S]*?static let name = "([^"]+)"/).map { match in
                let type = String(match.output.1)
                let wanted = files.filter { file, words in
                    file != path && !words.isDisjoint(with: ["\(type).item", "WorkItem(\(type).self"])
                }
                return Work(
                    service: service, type: type, name: String(match.output.2), path: path, wanted: wanted.map(\.0))
            }
        }
    }

    /// The names in a text, with what they are of (`BuyLabel.item`), and with a parenthesis where one follows; what
    /// stands right behind a parenthesis is told with what stands before it as well (`WorkItem(BuyLabel.self`).
    private static func words(of text: String) -> Set<String> {
        var found: Set<String> = []
        var (word, opened): ([UInt8], String) = ([], "")
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."):
                word.append(byte)
            case UInt8(ascii: " "), UInt8(ascii: "\n"):
                if word.isEmpty { continue }
                fallthrough
            default:
                let name = String(decoding: word, as: UTF8.self)
                found.formUnion([name, "\(opened)\(name)"])
                opened = byte == UInt8(ascii: "(") ? "\(name)(" : ""
                if !opened.isEmpty { found.insert(opened) }
                word = []
            }
        }
        return found
    }

    private static func readContracts() -> [Told] {
        let services = Tree.services.map { service in
            let paths = Tree.paths(endingIn: ".swift").filter { $0.hasPrefix("Services/\(service)/") }
            return (service, paths.reduce(into: Set<String>()) { $0.formUnion(words(of: Tree.text($1))) })
        }
        return Tree.paths(endingIn: ".swift").filter { $0.hasPrefix("Shared/Contracts/") }.flatMap { path in
            Tree.text(path).matches(
                of: /struct (\w+): (Event|Command|(?:Operator)?Request)[\s\S]*?static let name: MessageName = "([^"]+)"/
            ).map { match in
                let type = String(match.output.1)
                let makers = services.filter { $0.1.contains("\(type)(") }.map(\.0)
                // Accounts makes lines of the log out of its own table, and writes its own there at once.
                let tellers = makers.filter { ($0, type) != ("Accounts", "ActionTaken") }
                return Told(
                    type: type, wire: String(match.output.3), path: path, kind: String(match.output.2),
                    tellers: tellers)
            }
        }
    }
}
