import Foundation
import Testing

@Suite("Names and documents")
struct DocumentTests {
    @Test("no file name begins or ends with a blank")
    func names() {
        for path in Tree.paths {
            let parts = path.split(separator: "/").flatMap {
                $0.split(separator: ".", omittingEmptySubsequences: false)
            }
            #expect(
                !parts.contains { $0.hasPrefix(" ") || $0.hasSuffix(" ") }, "'\(path)' has a stray blank in its name")
        }
    }

    @Test("no file holds a line that a merge left open")
    func merges() {
        for path in Tree.paths {
            #expect(!Self.isLeftOpen(Tree.bytes(path)), "\(path) has a line of a merge that nobody has finished")
        }
    }

    @Test(
        "the lines of a merge are found where a line begins, and nowhere else",
        arguments: [
            ("<<<<<<< HEAD\nours\n", true), ("text\n>>>>>>> branch", true), ("text\r\n<<<<<<< HEAD\r\n", true),
            (" <<<<<<< HEAD\n", false), ("<<<<<<<\n", false), ("a >>>>>>> b\n", false), ("", false),
        ])
    func mergeLines(text: String, isLeftOpen: Bool) {
        #expect(Self.isLeftOpen(Data(text.utf8)) == isLeftOpen)
    }

    @Test("every Markdown document has exactly one heading of the first level")
    func headings() {
        for path in Tree.paths(endingIn: ".md") {
            let count = Self.firstLevelHeadings(Tree.text(path))
            #expect(count == 1, "\(path) has \(count) headings of the first level")
        }
    }

    @Test("a shell comment inside a code block is no heading")
    func codeBlocks() {
        #expect(Self.firstLevelHeadings("# One\n```\n# not one\n```\n## Two\n# Three\n") == 2)
    }

    @Test("the README is at most 120 lines long")
    func readme() {
        #expect(Tree.text("README.md").count(where: \.isNewline) <= 120)
    }

    @Test("paths that documents name exist")
    func links() {
        for path in Tree.paths(endingIn: ".md") {
            let folder = path.split(separator: "/").dropLast().joined(separator: "/")
            for match in Tree.text(path).matches(of: /\]\(([^)\s#:]+)(?:#[^)]*)?\)/) {
                let target = Self.normalised(folder.isEmpty ? String(match.output.1) : "\(folder)/\(match.output.1)")
                let isThere = Tree.paths.contains { $0 == target || $0.hasPrefix(target + "/") }
                #expect(isThere, "\(path) links to \(match.output.1), which is not there")
            }
        }
    }

    /// What names every service that has a schema.
    private static let lists = [
        "infra/docker/roles.sh", "infra/docker/users.sh", "infra/docker/migrate.sh", "infra/local/restore.sh",
        "docs/runbooks/restore.md", "Tests/Platform/Post.swift", "Tests/JourneyTests/Support/Dump.swift",
        "Tests/MessagingTests/Rights/RightsTests.swift",
    ]

    @Test("docker-compose starts every service, and so do the scripts; each schema is in every list of them")
    func places() {
        let compose = Tree.text("docker-compose.yml")
        // A service without an App is not a program yet.
        for folder in Tree.services where Tree.paths.contains("Services/\(folder)/App.swift") {
            let service = folder.lowercased()
            #expect(compose.contains("\n  \(service):\n"), "docker-compose.yml lacks \(service)")
            #expect(Self.names("infra/local/services.sh", service), "infra/local/services.sh lacks \(service)")
        }
        for folder in Tree.services where Tree.paths.contains(where: { $0.hasPrefix("Services/\(folder)/Migrations/") })
        {
            for list in Self.lists {
                #expect(Self.names(list, folder.lowercased()), "\(list) lacks \(folder.lowercased())")
            }
        }
    }

    /// Whether a file says a service's name outside of a script's comments, as a word of its own.
    private static func names(_ path: String, _ service: String) -> Bool {
        Tree.text(path).split(separator: "\n").contains { line in
            !line.hasPrefix("#") && line.split { !$0.isLetter }.contains(Substring(service))
        }
    }

    /// Whether a file has a line of git's conflict markers (git-merge, "How conflicts are presented").
    static func isLeftOpen(_ bytes: Data) -> Bool {
        ["<<<<<<< ", ">>>>>>> "].contains { marker in
            bytes.starts(with: marker.utf8) || bytes.range(of: Data("\n\(marker)".utf8)) != nil
        }
    }

    static func firstLevelHeadings(_ text: String) -> Int {
        var isCode = false
        var count = 0
        for line in text.split(separator: "\n") {
            if line.hasPrefix("```") { isCode.toggle() }
            if !isCode, line.hasPrefix("# ") { count += 1 }
        }
        return count
    }

    private static func normalised(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }
}
