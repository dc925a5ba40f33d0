import Testing

/// The checks themselves are checked: a rule that finds nothing anywhere would look like a clean tree.
@Suite("The checkers")
struct CheckerTests {
    @Test("comments and strings are blanked, code and interpolations are not")
    func blanking() {
        let source = """
            let a = "try! { \\(b as! Int) }" // fatalError(
            /* print( /* nested */ still */ let c = #"raw "quote" \\(no)"#
            """
        let code = SwiftSource(source).text
        #expect(code.count(where: \.isNewline) == 1)
        #expect(code.utf8.count == source.utf8.count)
        #expect(code.contains("b as! Int"))
        for gone in ["try!", "fatalError", "print", "nested", "still", "raw", "quote", "no)"] {
            #expect(!code.contains(gone), "\(gone) should be blank")
        }
        #expect(code.contains("let c ="))
    }

    @Test("text over several lines is blanked up to its end")
    func longStrings() {
        let quotes = "\"\"\""
        let code = SwiftSource("let a = \(quotes)\n  } try! \"one\" \n  \(quotes)\nlet b = 1").text
        #expect(!code.contains("try!"))
        #expect(code.contains("let b = 1"))
    }

    @Test("a function is as long as its lines from name to last brace")
    func spans() {
        let source = """
            struct A {
                init(_ a: () -> Void = { }) {
                    a()
                }
                func one<T>(_ t: T) -> Int where T: B { 1 }

                func two(
                    a: Int
                ) {
                    if true { }
                }
            }
            """
        #expect(
            SwiftSource(source).functions == [
                FunctionSpan(name: "init", line: 2, lines: 3), FunctionSpan(name: "one", line: 5, lines: 1),
                FunctionSpan(name: "two", line: 7, lines: 5),
            ])
    }

    @Test("a call of an initializer and a requirement of a protocol are no functions with a body")
    func noBodies() {
        let source = """
            protocol P {
                func one() -> Int
                init(a: Int)
                var two: Int { get }
            }
            let a = A.init(b: 1)
            """
        #expect(SwiftSource(source).functions.isEmpty)
    }

    @Test("imports are found with their access level and kind")
    func imports() {
        let source = SwiftSource(
            "public import A\n@testable import B\nimport struct C.D\nlet x = important\n// import E\n")
        #expect(source.imports == ["A", "B", "C"])
    }

    @Test(
        "a loose task is told from the functions of Task",
        arguments: [
            ("Task { await a() }", 1), ("Task.detached { }", 1), ("Task<Void, Never> { }", 1),
            ("Task(priority: .low) { }", 1),
            ("try await Task.sleep(for: .seconds(1))", 0), ("withTaskGroup(of: Int.self) { }", 0),
            ("let t: Task<Int, Never>", 0),
        ])
    func looseTasks(code: String, count: Int) throws {
        let rule = try #require(WordRule.all.first { $0.name == "Task" })
        #expect(rule.count(in: SwiftSource(code)) == count)
    }

    @Test("the tree is found, and has files")
    func tree() {
        #expect(Tree.paths.contains("Package.swift"))
        #expect(Tree.productFiles.count > 10)
        #expect(Tree.services.contains("Sandbox"))
    }
}
