import Testing

@Suite("Banned words")
struct WordTests {
    @Test("banned words stand in Shared and Services only where they are listed with a reason", arguments: WordRule.all)
    func bannedWords(rule: WordRule) {
        let allowed = Dictionary(
            uniqueKeysWithValues: Allowances.words.filter { $0.rule == rule.name }.map { ($0.path, $0.count) })
        for path in Tree.productFiles {
            let count = rule.count(in: Tree.source(path))
            #expect(
                count == allowed[path, default: 0], "\(rule.name) stands \(count) times in \(path): \(rule.instead)")
        }
        for path in allowed.keys {
            #expect(Tree.productFiles.contains(path), "\(path) is listed for \(rule.name) and is not there")
        }
    }

    @Test("every allowance gives a reason and names a rule that exists")
    func reasons() {
        for allowance in Allowances.words {
            #expect(!allowance.reason.isEmpty, "\(allowance.path) is allowed \(allowance.rule) without a reason")
            #expect(WordRule.all.contains { $0.name == allowance.rule }, "there is no rule \(allowance.rule)")
        }
        for allowance in Allowances.longFunctions {
            #expect(!allowance.reason.isEmpty, "\(allowance.path) is allowed \(allowance.name) without a reason")
        }
    }

    @Test("nothing is left for later")
    func leftovers() {
        for path in Tree.productFiles {
            let text = Tree.text(path)
            let isFinished = !["TODO", "FIXME"].contains { text.contains($0) }
            #expect(isFinished, "\(path) leaves something for later")
        }
    }
}
