import Testing

@Suite("Who may import whom")
struct DependencyTests {
    @Test(
        "a C library is imported by its owner alone",
        arguments: [("CRabbitMQ", "Shared/AMQP/"), ("CPostgres", "Shared/Postgres/"), ("CCurl", "Shared/Outbound/")])
    func cLibraries(library: String, owner: String) {
        for path in Tree.paths(endingIn: ".swift") where !path.hasPrefix(owner) {
            #expect(
                !Tree.source(path).imports.contains(library), "\(path) imports \(library), which belongs to \(owner)")
        }
    }

    @Test("no service imports a service")
    func services() {
        let services = Set(Tree.services)
        for path in Tree.productFiles {
            let foreign = services.intersection(Tree.source(path).imports)
            #expect(foreign.isEmpty, "\(path) imports \(foreign.sorted())")
        }
    }

    @Test("only tests import TestKit")
    func testKit() {
        for path in Tree.productFiles {
            #expect(!Tree.source(path).imports.contains("TestKit"), "\(path) imports TestKit")
        }
    }

    @Test("Shared modules import only what lies below them")
    func directions() {
        let below: [String: Set<String>] = [
            "Contracts": [], "AMQP": ["CRabbitMQ"], "Postgres": ["CPostgres"], "Outbound": ["CCurl"],
            "Commerce": ["Contracts"], "Messaging": ["AMQP", "Postgres", "Contracts"],
            "Traces": ["Outbound"],
            "ServiceKit": ["Messaging", "AMQP", "Postgres", "Contracts", "Traces", "Outbound"],
            "Partners": ["Partners", "Outbound", "Contracts"],
        ]
        let ours = Set(below.keys).union(["CRabbitMQ", "CPostgres", "CCurl", "TestKit"])
        for path in Tree.productFiles where path.hasPrefix("Shared/") {
            let module = String(path.split(separator: "/")[1])
            guard let allowed = below[module] else { continue }
            let wrong = ours.intersection(Tree.source(path).imports).subtracting(allowed)
            #expect(wrong.isEmpty, "\(path) imports \(wrong.sorted())")
        }
    }

    @Test("what a service decides is pure: Domain knows no await, no clock, no database and no broker")
    func domains() {
        for path in Tree.productFiles where path.hasPrefix("Services/") && path.contains("/Domain/") {
            let source = Tree.source(path)
            let impure = source.words.filter { word in
                word.text == "await" || (word.text == "Date" && source.rest(after: word).starts(with: "()".utf8))
            }
            #expect(impure.isEmpty, "\(path) is not pure: \(impure.map(\.text))")
            let wrong = Set(Tree.source(path).imports).intersection(["Postgres", "AMQP", "Messaging", "Outbound"])
            #expect(wrong.isEmpty, "\(path) imports \(wrong.sorted())")
        }
    }
}
